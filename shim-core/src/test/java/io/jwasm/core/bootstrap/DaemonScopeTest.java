package io.jwasm.core.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jwasm.core.config.ConfigException;
import io.jwasm.core.config.ConfigSource;
import io.jwasm.core.config.Configuration;
import io.jwasm.core.config.Isolation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DaemonScopeTest {

    @TempDir Path directory;

    private static DaemonScope scope(String isolation, String ofFile, String group) {
        return DaemonScope.of(
                Optional.of(isolation),
                Optional.of(ofFile).filter(text -> !text.isEmpty()),
                Optional.of(group).filter(text -> !text.isEmpty()));
    }

    private Configuration configuration(String text) throws IOException {
        Path file = Files.writeString(directory.resolve("config.toml"), text);
        return Configuration.read(new ConfigSource(Optional.of(file), Map.of()), 1000);
    }

    @Test
    void theDaemonOfAllStaysAsLongAsConfiguredAndAPodsDoesNot() {
        Duration configured = Duration.ofMinutes(10);

        assertThat(scope("shared", "shared", "").linger(configured)).isEqualTo(configured);
        assertThat(scope("pod", "pod", "p").linger(configured)).isLessThan(Duration.ofSeconds(1));
    }

    @Test
    void whatTheLauncherDidNotUnderstandIsRefused() throws IOException {
        Configuration quoted = configuration("\"isolation\" = \"pod\"");

        assertThatThrownBy(() -> scope("shared", "shared", "").require(quoted))
                .isInstanceOf(ConfigException.class)
                .hasMessage(
                        "isolation must be on a line of its own before the first table, as in"
                                + " isolation = \"pod\"");
        assertThatCode(() -> scope("pod", "pod", "p").require(quoted)).doesNotThrowAnyException();
    }

    @Test
    void theVariableGoesBeforeTheFile() throws IOException {
        Configuration ofFile = configuration("isolation = \"pod\"");

        assertThatCode(() -> scope("shared", "", "").require(ofFile)).doesNotThrowAnyException();
        assertThat(scope("container", "", "c").isolation()).isEqualTo(Isolation.CONTAINER);
    }
}
