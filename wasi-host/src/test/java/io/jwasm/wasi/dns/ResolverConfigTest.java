package io.jwasm.wasi.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResolverConfigTest {

    @Test
    void withoutAFileThisHostIsAsked() {
        ResolverConfig config = ResolverConfig.parse(new byte[0]);

        assertThat(config.servers()).containsExactly(new byte[] {127, 0, 0, 1});
        assertThat(config.search()).isEmpty();
        assertThat(config.timeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(config.attempts()).isEqualTo(2);
        assertThat(config.dots()).isEqualTo(1);
    }

    @Test
    void aPodsFileIsRead() {
        ResolverConfig config =
                parse(
                        """
                        # written by the kubelet
                        search default.svc.cluster.local svc.cluster.local cluster.local
                        nameserver 10.96.0.10
                        options ndots:5 timeout:2 attempts:3 edns0
                        """);

        assertThat(config.servers()).containsExactly(new byte[] {10, 96, 0, 10});
        assertThat(config.dots()).isEqualTo(5);
        assertThat(config.timeout()).isEqualTo(Duration.ofSeconds(2));
        assertThat(config.attempts()).isEqualTo(3);
        assertThat(config.candidates("db.team"))
                .containsExactly(
                        "db.team.default.svc.cluster.local",
                        "db.team.svc.cluster.local",
                        "db.team.cluster.local",
                        "db.team");
        assertThat(config.candidates("db.team.")).containsExactly("db.team");
        assertThat(config.candidates("a.b.c.d.e.f").getFirst()).isEqualTo("a.b.c.d.e.f");
    }

    @ParameterizedTest
    @CsvSource({
        "ndots:99 timeout:99 attempts:99, 15, 30, 5",
        "ndots:0 timeout:0 attempts:0, 0, 1, 1",
        "ndots:x timeout: attempts:-1, 1, 5, 2",
        "ndots:2 ndots:3 timeout:12345, 3, 5, 2",
    })
    void optionsHaveTheBoundsOfGlibc(String options, int dots, int seconds, int attempts) {
        ResolverConfig config = parse("options " + options);

        assertThat(config.dots()).isEqualTo(dots);
        assertThat(config.timeout()).isEqualTo(Duration.ofSeconds(seconds));
        assertThat(config.attempts()).isEqualTo(attempts);
    }

    @Test
    void listsHaveTheBoundsOfGlibc() {
        ResolverConfig config =
                parse(
                        """
                        nameserver
                        nameserver nobody
                        nameserver 10.0.0.1
                        nameserver 10.0.0.2
                        nameserver 10.0.0.3
                        nameserver 10.0.0.4
                        domain first
                        search a b c d e f g
                        """);

        assertThat(config.servers()).hasSize(3);
        assertThat(config.search()).isEqualTo(List.of("a", "b", "c", "d", "e", "f"));
    }

    private static ResolverConfig parse(String text) {
        return ResolverConfig.parse(text.getBytes(StandardCharsets.UTF_8));
    }
}
