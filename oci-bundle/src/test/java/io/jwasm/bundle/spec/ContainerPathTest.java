package io.jwasm.bundle.spec;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContainerPathTest {

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource({
        "/, /",
        "//, /",
        "/a, /a",
        "/a/, /a",
        "a/b, /a/b",
        "/a/./b//c, /a/b/c",
        "/a/../b, /b",
        "/../../b, /b",
        "/..a/b.., /..a/b..",
    })
    void pathsAreBroughtIntoOneForm(String path, String clean) {
        assertThat(ContainerPath.of(path)).isEqualTo(clean);
    }

    @ParameterizedTest(name = "{1} from {0} is {2}")
    @CsvSource({"/w, x, /w/x", "/w, /x, /x", "/w/v, ../x, /w/x", "/, ./x, /x"})
    void relativePathsStartAtTheDirectory(String directory, String path, String resolved) {
        assertThat(ContainerPath.resolve(directory, path)).isEqualTo(resolved);
    }
}
