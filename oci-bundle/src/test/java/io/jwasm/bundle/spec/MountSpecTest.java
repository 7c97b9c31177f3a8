package io.jwasm.bundle.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MountSpecTest {

    @ParameterizedTest(name = "type {0} options {1}")
    @CsvSource({
        "bind, '', true, false",
        "'', 'rbind,ro', true, true",
        "none, 'bind,ro,rw', true, false",
        "none, 'bind,rw,ro', true, true",
        "bind, 'rro', true, true",
        "tmpfs, 'nosuid', false, false",
    })
    void kindAndAccessFollowTheOptions(
            String type, String options, boolean isBind, boolean isReadonly) {
        List<String> list = options.isEmpty() ? List.of() : Arrays.asList(options.split(",", -1));
        MountSpec mount = new MountSpec("/x", type, "/y", list);
        assertThat(mount.isBind()).isEqualTo(isBind);
        assertThat(mount.isReadonly()).isEqualTo(isReadonly);
    }
}
