package io.jwasm.core.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// Sends this very process signals, which it survives because they are taken.
class StopSignalsTest {

    private static final int SIGTERM = 15;
    private static final int SIGKILL = 9;

    private final BlockingQueue<Integer> guest = new LinkedBlockingQueue<>();

    @Test
    void firstSignalIsKeptForTheGuestAndTheSecondKills() throws Exception {
        StopSignals signals = StopSignals.take();
        signals.handTo(guest::add);

        raise("TERM");
        assertThat(guest.poll(60, TimeUnit.SECONDS)).isEqualTo(SIGTERM);
        raise("TERM");
        assertThat(guest.poll(60, TimeUnit.SECONDS)).isEqualTo(SIGKILL);
    }

    @Test
    void signalThatComesBeforeTheGuestWaitsForIt() {
        StopSignals signals = new StopSignals();
        signals.received(SIGTERM);

        signals.handTo(guest::add);

        assertThat(guest).containsExactly(SIGTERM);
    }

    private static void raise(String name) throws IOException, InterruptedException {
        String self = Long.toString(ProcessHandle.current().pid());
        assertThat(new ProcessBuilder("kill", "-" + name, self).start().waitFor()).isZero();
    }
}
