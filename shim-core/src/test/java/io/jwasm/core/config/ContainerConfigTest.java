package io.jwasm.core.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jwasm.api.task.RuntimeOptions;
import io.jwasm.core.wall.WallConfig;
import io.jwasm.wasi.GuestNetwork;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What of the file, the runtime options and the annotations a container is run with.
class ContainerConfigTest {

    private static final long HEAP = 1000;
    private static final ContainerConfig CONTAINERS =
            new ContainerConfig(GuestNetwork.NAMESPACE, new MemoryConfig(750, 750), WallConfig.ALL);

    @TempDir Path directory;
    private Path file;

    @BeforeEach
    void name() {
        file = directory.resolve("config.toml");
    }

    private Configuration read(String text) throws IOException {
        Files.writeString(file, text);
        return Configuration.read(new ConfigSource(Optional.of(file), Map.of()), HEAP);
    }

    private static RuntimeOptions body(String text) {
        return new RuntimeOptions("", text);
    }

    private static Map<String, String> annotation(String key, String value) {
        return Map.of("jwasm.io/" + key, value, "io.kubernetes.cri.sandbox-id", "x");
    }

    @Test
    void withoutOptionsAContainerHasWhatTheFileSays() throws IOException {
        Configuration configuration = read("memory.max = 100");

        assertThat(configuration.container(RuntimeOptions.NONE, Map.of("other", "x")))
                .isEqualTo(configuration.daemon().containers())
                .isEqualTo(
                        new ContainerConfig(
                                GuestNetwork.NAMESPACE,
                                new MemoryConfig(750, 100),
                                WallConfig.ALL));
    }

    @Test
    void runtimeOptionsReplaceWhatTheFileSaysAndTheBodyGoesBeforeThePath() throws IOException {
        Configuration configuration = read("memory.max = 100\nnetwork = \"none\"");
        Path path = directory.resolve("options.toml");
        Files.writeString(path, "memory.max = 200\nmemory.default = 50\n");

        assertThat(
                        configuration.container(
                                new RuntimeOptions(
                                        path.toString(),
                                        """
                                        TypeUrl = ""
                                        network = "namespace"
                                        memory.default = 60
                                        """),
                                Map.of()))
                .isEqualTo(
                        new ContainerConfig(
                                GuestNetwork.NAMESPACE, new MemoryConfig(60, 200), WallConfig.ALL));
    }

    @Test
    void runtimeOptionsMayRepeatWhatConcernsTheDaemon() throws IOException {
        Configuration configuration = read("daemon.linger = \"60s\"");

        assertThat(configuration.container(body("daemon.linger = \"1m\""), Map.of()))
                .isEqualTo(CONTAINERS);
        assertThatThrownBy(() -> configuration.container(body("memory.total = \"50%\""), Map.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessage(
                        "runtime options: line 1: memory.total concerns the whole daemon, which has"
                            + " \"75%\" (the default); one container cannot change it to \"50%\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    /no/such.toml | /no/such.toml: no such file
                    options.toml  | runtime options: path "options.toml" is not an absolute path
                    """)
    void optionsThatCannotBeReadAreNamed(String path, String message) {
        Configuration configuration = Configuration.defaults(HEAP);
        assertThatThrownBy(() -> configuration.container(new RuntimeOptions(path, ""), Map.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessage(message);
    }

    @Test
    void anAnnotationNarrows() throws IOException {
        Configuration configuration = read("memory.max = 600");

        assertThat(configuration.container(RuntimeOptions.NONE, annotation("memory.max", "600B")))
                .isEqualTo(
                        new ContainerConfig(
                                GuestNetwork.NAMESPACE,
                                new MemoryConfig(750, 600),
                                WallConfig.ALL));
        assertThat(configuration.container(RuntimeOptions.NONE, annotation("memory.max", "20")))
                .isEqualTo(
                        new ContainerConfig(
                                GuestNetwork.NAMESPACE, new MemoryConfig(750, 20), WallConfig.ALL));
        assertThat(configuration.container(RuntimeOptions.NONE, annotation("network", "none")))
                .isEqualTo(
                        new ContainerConfig(
                                GuestNetwork.NONE, new MemoryConfig(750, 600), WallConfig.ALL));
    }

    @Test
    void anAnnotationPutsUpAWallThatTheFileLeftOut() throws IOException {
        Configuration configuration = read("walls.landlock = false\nwalls.seccomp = false");

        assertThat(
                        configuration
                                .container(RuntimeOptions.NONE, annotation("walls.seccomp", "true"))
                                .walls())
                .isEqualTo(new WallConfig(true, true, false, true));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    memory.max    | 601       | memory.max "601" goes beyond "600", which is what a container may have (FILE: line 1)
                    memory.max    | 1GiB      | memory.max "1GiB" goes beyond "600", which is what a container may have (FILE: line 1)
                    network       | namespace | network "namespace" goes beyond "none", which is what a container may have (runtime options: line 1)
                    network       | off       | network is "off", it must be "none" or "namespace"
                    walls.seccomp | false     | walls.seccomp "false" goes beyond "true", which is what a container may have (the default)
                    daemon.linger | 10m       | daemon.linger cannot be set by an annotation
                    """)
    void anAnnotationNeverWidens(String key, String value, String message) throws IOException {
        Configuration configuration = read("memory.max = 600");

        assertThatThrownBy(() ->
                        configuration.container(body("network = \"none\""), annotation(key, value)))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith(
                        "annotation \"jwasm.io/%s\": %s"
                                .formatted(key, message.replace("FILE", file.toString())));
    }

    @Test
    void anUnknownAnnotationIsAnError() {
        assertThatThrownBy(() ->
                        Configuration.defaults(HEAP)
                                .container(RuntimeOptions.NONE, annotation("netwrok", "none")))
                .isInstanceOf(ConfigException.class)
                .hasMessage(
                        "annotation \"jwasm.io/netwrok\" is not known; there are jwasm.io/network,"
                                + " jwasm.io/memory.max, jwasm.io/memory.default,"
                                + " jwasm.io/walls.no-new-privileges, jwasm.io/walls.landlock,"
                                + " jwasm.io/walls.seccomp, jwasm.io/walls.capabilities");
    }
}
