package tradelab.deploy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Renders a kustomization as {@code kubectl} does, without a cluster. */
final class Kustomize {
    /** The folder of all kustomizations; tests run in the module's folder. */
    static final Path KUBERNETES = Path.of("kubernetes");

    private static final long SECONDS_MAX = 60;

    private Kustomize() {}

    /** Returns the objects of {@code folder} as one YAML stream. */
    static String render(Path folder) {
        try {
            Path errors = Files.createTempFile("kustomize", ".err");
            try {
                return render(folder, errors);
            } finally {
                Files.delete(errors);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while kubectl renders " + folder, e);
        }
    }

    private static String render(Path folder, Path errors) throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder("kubectl", "kustomize", folder.toString()).redirectError(errors.toFile());
        // Rendering needs no server; without a configuration there is none to reach by mistake.
        var _ = builder.environment().put("KUBECONFIG", "/dev/null");
        Process process = start(builder);
        process.getOutputStream().close();
        String yaml = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(SECONDS_MAX, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("kubectl kustomize " + folder + ": expected an end within " + SECONDS_MAX + " s");
        }
        String complaint = Files.readString(errors).strip();
        if (process.exitValue() != 0 || !complaint.isEmpty()) {
            throw new AssertionError(
                    "kubectl kustomize " + folder + ": exit " + process.exitValue() + ", " + complaint);
        }
        return yaml;
    }

    private static Process start(ProcessBuilder builder) {
        try {
            return builder.start();
        } catch (IOException e) {
            throw new AssertionError(
                    "expected kubectl 1.21 or newer on PATH, which renders the manifests; got none"
                            + " (Debian 13: apt install kubectl)",
                    e);
        }
    }
}
