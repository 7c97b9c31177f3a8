package io.jwasm.core.bootstrap;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jwasm.ttrpc.TtrpcException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// A daemon that fails while it reads its configuration says so, and keeps nobody waiting.
class BrokenConfigurationTest {

    @Test
    void createIsRefusedWhenWhatReadsTheConfigurationIsMissing() throws Exception {
        try (DaemonFixture daemon =
                new DaemonFixture(() -> {
                    throw new NoClassDefFoundError("org/example/Gone");
                })) {
            Path bundle = daemon.bundle("c", "hello", "/hello.wasm");

            assertThatThrownBy(() -> daemon.client.create("c", bundle))
                    .isInstanceOf(TtrpcException.class)
                    .hasMessageContaining("configuration")
                    .hasMessageContaining("org/example/Gone");
        }
    }
}
