package io.jwasm.linux.cgroup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CgroupPathTest {

    @ParameterizedTest
    @CsvSource({
        "/default/redis, /default/redis",
        "default/redis, /default/redis",
        "//docker//abc/, /docker/abc",
        "/kubepods/burstable/pod1/abc, /kubepods/burstable/pod1/abc",
        "system.slice:docker:abc, /system.slice/docker-abc.scope",
        ":docker:abc, /system.slice/docker-abc.scope",
        "-.slice:docker:abc, /docker-abc.scope",
        "machine.slice::abc, /machine.slice/abc.scope",
        "kubepods-burstable-pod1_2.slice:cri-containerd:abc,"
                + " /kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod1_2.slice"
                + "/cri-containerd-abc.scope",
        "a.slice:x:own.slice, /a.slice/own.slice",
        "/with:two:colons, /with:two:colons",
    })
    void pathIsTheDirectoryBelowAHierarchy(String text, String path) {
        assertThat(CgroupPath.parse(text).value()).isEqualTo(path);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "/..",
                "/a/../../b",
                "a/./b",
                "/a\nb",
                "slice:docker:abc",
                "a/b.slice:docker:abc",
                "-a.slice:docker:abc",
                "a--b.slice:docker:abc",
                ".slice:docker:abc",
                "a.slice:..:/../x",
            })
    void pathThatLeadsElsewhereIsRefused(String text) {
        assertThatThrownBy(() -> CgroupPath.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("cgroup \"");
    }
}
