package io.jwasm.ttrpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.jwasm.ttrpc.server.TtrpcServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The README's code compiles, runs, and is what the README shows.
class ReadmeExampleTest {

    private static final Pattern CODE = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

    @TempDir private Path directory;

    @Test
    void exampleRuns() throws Exception {
        Path socket = directory.resolve("greeter");
        try (TtrpcServer server = ReadmeExample.serve(socket)) {
            assertThat(server).isNotNull();
            assertThat(ReadmeExample.call(socket)).isEqualTo("Hallo Welt");
            assertThat(ReadmeExample.stream(socket)).containsExactly("you said yes", "you said no");
        }
    }

    @Test
    void readmeShowsTheExample() throws Exception {
        String source =
                Files.readString(Path.of("src/test/java/io/jwasm/ttrpc/ReadmeExample.java"));
        Matcher blocks = CODE.matcher(Files.readString(Path.of("README.md")));
        List<String> shown = new ArrayList<>();
        while (blocks.find()) {
            shown.add(blocks.group(1));
            assertThat(flat(source)).contains(flat(blocks.group(1)));
        }
        assertThat(shown).hasSize(2);
    }

    /// The text without its line breaks and indentation.
    private static String flat(String code) {
        return code.replaceAll("\\s+", " ").strip();
    }
}
