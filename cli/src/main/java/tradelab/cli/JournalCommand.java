package tradelab.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tradelab.venue.playback.JournalPlayer;
import tradelab.venue.playback.StateHash;

/** {@code tradelab journal FILE}: does again what a venue's journal says, and tells the hash of what comes out. */
@Command(
        name = "journal",
        mixinStandardHelpOptions = true,
        description = "Plays a journal that \"venue --journal FILE\" wrote, and tells the state's hash: the same as"
                + " /sim/state said.")
final class JournalCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", description = "The journal.")
    @SuppressWarnings("NullAway.Init") // set by picocli before the call
    private Path file;

    @Override
    public Integer call() throws IOException {
        JournalPlayer player = JournalPlayer.play(file);
        System.out.println("entries " + player.entries() + "  hash " + StateHash.of(player.exchange()));
        return ExitCode.PASSED;
    }
}
