package tradelab.deploy;

/** The kustomizations that can be applied, each rendered once. */
enum Rendering {
    BASE("base"),
    DEV("overlays/dev");

    // The model's classes have setters, which nobody calls.
    @SuppressWarnings("ImmutableEnumChecker")
    private final Manifest manifest;

    Rendering(String folder) {
        manifest = Manifest.parse(Kustomize.render(Kustomize.KUBERNETES.resolve(folder)));
    }

    Manifest manifest() {
        return manifest;
    }
}
