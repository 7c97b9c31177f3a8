package io.jwasm.core.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jwasm.core.config.ConfigException;
import io.jwasm.core.config.ConfigSource;
import io.jwasm.core.config.Configuration;
import io.jwasm.core.config.Protocol;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpokenProtocolTest {

    @TempDir Path directory;

    private Configuration configuration(String text) throws IOException {
        Path file = Files.writeString(directory.resolve("config.toml"), text);
        return Configuration.read(new ConfigSource(Optional.of(file), Map.of()), 1000);
    }

    @Test
    void whatTheLauncherDidNotUnderstandIsRefused() throws IOException {
        Configuration quoted = configuration("\"protocol\" = \"grpc\"");
        SpokenProtocol missed = SpokenProtocol.of(Optional.of("ttrpc"), Optional.of("ttrpc"));

        assertThatThrownBy(() -> missed.require(quoted))
                .isInstanceOf(ConfigException.class)
                .hasMessage(
                        "protocol must be on a line of its own before the first table, as in"
                                + " protocol = \"grpc\"");
    }

    @Test
    void theVariableGoesBeforeTheFile() throws IOException {
        Configuration ofFile = configuration("protocol = \"grpc\"");
        SpokenProtocol ofVariable = SpokenProtocol.of(Optional.of("ttrpc"), Optional.empty());

        assertThatCode(() -> ofVariable.require(ofFile)).doesNotThrowAnyException();
        assertThat(ofVariable.isGrpc()).isFalse();
        assertThat(SpokenProtocol.of(Optional.empty(), Optional.empty()).protocol())
                .isEqualTo(Protocol.TTRPC);
    }
}
