package io.jwasm.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/// The documentation of the settings is what the table of settings says.
class SettingsDocumentationTest {

    // Absolute, because daemons under test in this process leave its working directory.
    private static final Path OPERATIONS = Path.of("../docs/operations.md").toAbsolutePath();
    private static final Path EXAMPLE =
            Path.of("../dist/src/main/files/config.toml").toAbsolutePath();

    private static String row(Setting<?> setting) {
        return "| `%s` | `%s` | %s | %s |"
                .formatted(
                        setting.key(),
                        setting.defaultText(),
                        switch (setting.reach()) {
                            case DAEMON -> "";
                            case CONTAINER -> "options";
                            case AT_MOST -> "options, annotation for less";
                            case AT_LEAST -> "options, annotation for more";
                        },
                        setting.meaning());
    }

    @Test
    void theOperatorsTableHasARowForEach() throws IOException {
        List<String> rows =
                Files.readAllLines(OPERATIONS).stream()
                        .dropWhile(line -> !line.startsWith("| Key | Default |"))
                        .skip(2)
                        .takeWhile(line -> line.startsWith("|"))
                        .toList();

        assertThat(rows)
                .containsExactlyElementsOf(
                        Settings.ALL.stream().<String>map(SettingsDocumentationTest::row).toList());
    }

    private static String example() {
        StringBuilder text = new StringBuilder();
        text.append(
                "# The configuration of jwasm, looked for in /etc/jwasm/config.toml: all keys,");
        text.append(" with their defaults.\n");
        String table = "";
        for (Setting<?> setting : Settings.ALL) {
            if (!setting.table().equals(table)) {
                table = setting.table();
                text.append("\n[").append(table).append("]\n");
            }
            text.append("\n# ").append(sentence(setting.meaning())).append('\n');
            String value = setting.defaultText();
            text.append("# ").append(setting.name()).append(" = ");
            text.append(setting.type().isQuoted() ? '"' + value + '"' : value).append('\n');
        }
        return text.toString();
    }

    private static String sentence(String phrase) {
        return phrase.substring(0, 1).toUpperCase(Locale.ROOT)
                + phrase.substring(1).replace("`", "\"")
                + ".";
    }

    @Test
    void theExampleHasEach() throws IOException {
        assertThat(Files.readString(EXAMPLE)).isEqualTo(example());
    }

    @Test
    void theExampleChangesNothingWhenItsLinesAreUncommented() {
        String active = example().replaceAll("(?m)^# ([a-z-]+ = )", "$1");

        List<Assignment> assignments = TomlDocument.parse("example", active);
        assertThat(assignments).hasSameSizeAs(Settings.ALL);
        for (Assignment assignment : assignments) {
            assertThat(assignment.text()).isEqualTo(assignment.setting().defaultText());
        }
    }
}
