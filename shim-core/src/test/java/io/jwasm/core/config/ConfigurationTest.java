package io.jwasm.core.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jwasm.core.wall.WallConfig;
import io.jwasm.wasi.GuestNetwork;
import io.jwasm.wasi.engine.CacheConfig;
import io.jwasm.wasi.engine.EngineConfig;
import io.jwasm.wasi.engine.Tier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ConfigurationTest {

    private static final long HEAP = 1000;
    private static final ContainerConfig CONTAINERS =
            new ContainerConfig(GuestNetwork.NAMESPACE, new MemoryConfig(750, 750), WallConfig.ALL);

    @TempDir Path directory;
    private Path file;

    @BeforeEach
    void name() {
        file = directory.resolve("config.toml");
    }

    private Configuration read(String text, Map<String, String> properties) throws IOException {
        Files.writeString(file, text);
        return Configuration.read(new ConfigSource(Optional.of(file), properties), HEAP);
    }

    private Configuration read(String text) throws IOException {
        return read(text, Map.of());
    }

    @Test
    void theDefaults() {
        assertThat(Configuration.read(new ConfigSource(Optional.empty(), Map.of()), HEAP).daemon())
                .isEqualTo(
                        new DaemonConfig(
                                Duration.ofMinutes(10),
                                Duration.ofSeconds(2),
                                LogLevel.INFO,
                                750,
                                EngineConfig.defaults(),
                                CacheConfig.DEFAULT_MAX_BYTES,
                                CONTAINERS))
                .isEqualTo(Configuration.defaults(HEAP).daemon());
    }

    @Test
    void everyKey() throws IOException {
        String text =
                """
                isolation = "pod"
                protocol = "grpc"
                network = "none"

                [daemon]
                linger = "30s"
                shutdown-limit = "500ms"
                log-level = "warn"

                [memory]
                total = "2GiB"
                max = 67108864
                default = "1MiB"

                [walls]
                no-new-privileges = false
                landlock = false
                seccomp = false
                capabilities = false

                [engine]
                tier = "interpreter"
                max-module = "16MiB"
                max-compile = "100KiB"

                [cache]
                max = "5GiB"
                """;
        assertThat(read(text).daemon())
                .isEqualTo(
                        new DaemonConfig(
                                Duration.ofSeconds(30),
                                Duration.ofMillis(500),
                                LogLevel.WARN,
                                2L << 30,
                                new EngineConfig(
                                        16 << 20,
                                        100 << 10,
                                        Tier.INTERPRETER,
                                        EngineConfig.defaults().idleModuleBytes(),
                                        EngineConfig.defaults().idleModuleTime(),
                                        Optional.empty()),
                                5L << 30,
                                new ContainerConfig(
                                        GuestNetwork.NONE,
                                        new MemoryConfig(1 << 20, 64 << 20),
                                        WallConfig.NONE)));
        assertThat(TomlDocument.parse("", text))
                .extracting(Assignment::key)
                .as("the keys above")
                .containsExactlyInAnyOrderElementsOf(
                        Settings.ALL.stream().<String>map(Setting::key).toList());
    }

    /// All but those that the launcher reads, which no property sets.
    static Stream<Setting<?>> settings() {
        return Settings.ALL.stream()
                .filter(setting ->
                        !setting.equals(Settings.ISOLATION) && !setting.equals(Settings.PROTOCOL));
    }

    @Test
    void protocolIsReadFromTheFileAndRefusedAsAProperty() throws IOException {
        assertThat(Configuration.defaults(HEAP).protocol()).isEqualTo(Protocol.TTRPC);
        assertThat(read("protocol = \"grpc\"").protocol()).isEqualTo(Protocol.GRPC);
        assertThatThrownBy(() -> read("", Map.of("jwasm.protocol", "grpc")))
                .isInstanceOf(ConfigException.class)
                .hasMessage(
                        "system property \"jwasm.protocol\": it is set in the file or in the"
                                + " variable JWASM_PROTOCOL");
    }

    @Test
    void isolationIsReadFromTheFileAndRefusedAsAProperty() throws IOException {
        assertThat(Configuration.defaults(HEAP).isolation()).isEqualTo(Isolation.SHARED);
        assertThat(read("isolation = \"pod\"").isolation()).isEqualTo(Isolation.POD);
        assertThatThrownBy(() -> read("", Map.of("jwasm.isolation", "pod")))
                .isInstanceOf(ConfigException.class)
                .hasMessage(
                        "system property \"jwasm.isolation\": it is set in the file or in the"
                                + " variable JWASM_ISOLATION");
    }

    /// A value that is not the default.
    private static String other(Setting<?> setting) {
        String text =
                switch (setting.type()) {
                    case SettingType.Flag() ->
                            setting.defaultText().equals("true") ? "false" : "true";
                    case SettingType.Count(int least, int most) ->
                            String.valueOf(
                                    setting.defaultText().equals(String.valueOf(least))
                                            ? most
                                            : least);
                    case SettingType.Choice<?> choice ->
                            Stream.of(choice.constants().getEnumConstants())
                                    .map(SettingType.Choice::word)
                                    .filter(word -> !word.equals(setting.defaultText()))
                                    .findFirst()
                                    .orElseThrow();
                    case SettingType.Time() -> "7s";
                    case SettingType.Size _ -> "3MiB";
                };
        return setting.type().isQuoted() ? '"' + text + '"' : text;
    }

    @ParameterizedTest
    @MethodSource("settings")
    void eachIsReadFromTheFileAndFromItsProperty(Setting<?> setting) throws IOException {
        String value = other(setting);
        DaemonConfig fromFile = read(setting.key() + " = " + value).daemon();
        DaemonConfig fromProperty =
                read("", Map.of("jwasm." + setting.key(), value.replace("\"", ""))).daemon();

        assertThat(fromFile)
                .isEqualTo(fromProperty)
                .isNotEqualTo(Configuration.defaults(HEAP).daemon());
        assertThatThrownBy(() -> read("\n" + setting.key() + " = [1]"))
                .isInstanceOf(ConfigException.class)
                .hasMessage(
                        "%s: line 2: %s is \"[1]\", it must be %s"
                                .formatted(file, setting.key(), setting.type().allowed()));
    }

    @Test
    void aPropertyGoesBeforeTheFile() throws IOException {
        assertThat(
                        read(
                                        "daemon.linger = \"1h\"",
                                        Map.of("jwasm.daemon.linger", "PT3S", "java.home", "/x"))
                                .daemon()
                                .linger())
                .isEqualTo(Duration.ofSeconds(3));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    daemon.lingr = "1s"    | : line 1: "daemon.lingr" is no setting; there are daemon.linger, daemon.shutdown-limit, daemon.log-level
                    linger = "10m"         | : line 1: "linger" is no setting; there are isolation, protocol, network, daemon.linger
                    \\n[deamon]\\nlinger = "1s" | : line 3: "deamon.linger" is no setting; there are isolation, protocol, network,
                    daemon = { linger = "x" } | : daemon.linger is "x", it must be a duration such as "500ms", "10m" or "1h"
                    daemon = 3             | : line 1: "daemon" is no setting
                    daemon.linger = 1.5    | : line 1: daemon.linger is "1.5", it must be a duration
                    daemon.linger = "-PT1S" | : line 1: daemon.linger is "-PT1S", it must be
                    [daemon]\\n\\n linger = "soon" | : line 3: daemon.linger is "soon", it must be
                    memory.max = "64 MB"   | : line 1: memory.max is "64 MB", it must be a number of bytes
                    memory.max = 0         | : line 1: memory.max is "0", it must be
                    memory.max = -1        | : line 1: memory.max is "-1", it must be
                    memory.max = "101%"    | : line 1: memory.max is "101%", it must be
                    memory.max = "99999999TiB" | : line 1: memory.max is "99999999TiB", it must be
                    engine.max-module = "4GiB" | : line 1: engine.max-module is "4GiB", it must be a number of bytes of at most 2147483647
                    engine.tier = "jit"    | : line 1: engine.tier is "jit", it must be "interpreter" or "compiler" or "adaptive"
                    a = 1\\nb = 2\\n[daemon | : line 3:
                    network = "none"\\nnetwork = "none" | : line 2: Duplicate key
                    """)
    void aFaultIsNamedWithItsPlaceAndWhatIsAllowed(String text, String message) {
        assertThatThrownBy(() -> read(text.replace("\\n", "\n")))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith(file + message);
    }

    @Test
    void anUnknownPropertyIsNamed() {
        assertThatThrownBy(() -> read("", Map.of("jwasm.linger", "1s")))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith(
                        "system property \"jwasm.linger\": \"linger\" is no setting; there are");
    }

    @Test
    void aFileThatCannotBeReadIsNamed() throws IOException {
        Files.createDirectory(file);
        assertThatThrownBy(() ->
                        Configuration.read(new ConfigSource(Optional.of(file), Map.of()), HEAP))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith(file + ": cannot be read: ");
        Path missing = directory.resolve("missing");
        assertThatThrownBy(() ->
                        Configuration.read(new ConfigSource(Optional.of(missing), Map.of()), HEAP))
                .isInstanceOf(ConfigException.class)
                .hasMessage(missing + ": no such file");
    }

    @Test
    void aFileThatIsNoTextIsNamed() throws IOException {
        Files.write(file, new byte[] {'a', (byte) 0xff});
        assertThatThrownBy(() ->
                        Configuration.read(new ConfigSource(Optional.of(file), Map.of()), HEAP))
                .isInstanceOf(ConfigException.class)
                .hasMessage(file + ": is not in UTF-8");
    }

    @Test
    void theTableHasEachSettingOnceAndInOrderOfItsTables() {
        List<String> tables = Settings.ALL.stream().map(Setting::table).distinct().toList();

        assertThat(tables).first().isEqualTo("");
        assertThat(Settings.ALL.stream().map(Setting::table))
                .isSortedAccordingTo(
                        (a, b) -> Integer.compare(tables.indexOf(a), tables.indexOf(b)));
        assertThat(Settings.ALL).extracting(s -> s.key()).doesNotHaveDuplicates();
        assertThat(Settings.class.getDeclaredFields())
                .filteredOn(field -> field.getType() == Setting.class)
                .hasSameSizeAs(Settings.ALL);
    }
}
