package io.jwasm.core.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SocketPathTest {

    private static final String ADDRESS = "/run/containerd/containerd.sock";

    private static Path choose(String root, String namespace) {
        return SocketPath.choose(arguments(root, namespace));
    }

    private static DaemonArguments arguments(String root, String namespace) {
        String state = root + ADDRESS + "/-/" + namespace;
        return DaemonArguments.parse("-namespace", namespace, "-address", ADDRESS, "-state", state);
    }

    private static Path chooseOfGroup(String group) {
        String state = "/run/jwasm" + ADDRESS + "/-/k8s.io/-/" + group;
        return SocketPath.choose(
                DaemonArguments.parse(
                        "-namespace=k8s.io",
                        "-address=" + ADDRESS,
                        "-state=" + state,
                        "-isolation=pod",
                        "-group=" + group));
    }

    @Test
    void eachPodHasItsOwnInTheSamePlace() {
        assertThat(chooseOfGroup("a").toString()).matches("/run/jwasm/s/[0-9a-f]{32}");
        assertThat(chooseOfGroup("a"))
                .isNotEqualTo(chooseOfGroup("b"))
                .isNotEqualTo(choose("/run/jwasm", "k8s.io"));
    }

    @Test
    void itIsShortAndBesideTheState() {
        assertThat(choose("/run/jwasm", "moby").toString()).matches("/run/jwasm/s/[0-9a-f]{32}");
        assertThat(choose("/run/user/1000/jwasm", "x").toString())
                .matches("/run/user/1000/jwasm/s/[0-9a-f]{32}");
    }

    @Test
    void eachNamespaceHasItsOwn() {
        assertThat(choose("/run/jwasm", "moby")).isNotEqualTo(choose("/run/jwasm", "k8s.io"));
    }

    @Test
    void itIsTheSameForTheNextDaemon() {
        assertThat(choose("/run/jwasm", "moby")).isEqualTo(choose("/run/jwasm", "moby"));
    }

    @Test
    void onePathTooLongForASocketIsRefused() {
        assertThatThrownBy(() -> choose("/" + "d".repeat(100), "x"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("more than the 107 allowed");
    }

    @Test
    void thatForGrpcIsBesideIt() {
        DaemonArguments arguments = arguments("/run/jwasm", "moby");

        assertThat(SocketPath.chooseForGrpc(arguments).toString())
                .isEqualTo(SocketPath.choose(arguments) + ".grpc");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "a%20b", "a?b", "a#b", "a\"b", "a\\b"})
    void whatGrpcCannotNameIsRefused(String name) {
        DaemonArguments arguments = arguments("/" + name, "moby");

        assertThat(SocketPath.choose(arguments).toString()).startsWith("/" + name + "/");
        assertThatThrownBy(() -> SocketPath.chooseForGrpc(arguments))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("cannot be served over gRPC");
    }

    @Test
    void onePathTooLongForASocketIsRefusedForGrpcAsWell() {
        DaemonArguments arguments = arguments("/" + "d".repeat(70), "moby");

        assertThat(SocketPath.choose(arguments).toString()).hasSizeLessThan(108);
        assertThatThrownBy(() -> SocketPath.chooseForGrpc(arguments))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("more than the 107 allowed");
    }
}
