package io.jwasm.wasi.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class HostsFileTest {

    private static final byte[] FIRST = {10, 0, 0, 1};
    private static final byte[] SECOND = {10, 0, 0, 2};

    @Test
    void eachNameOfALineHasItsAddress() {
        HostsFile hosts = parse("10.0.0.1\tweb  web.example # db\n::1 localhost\r\n");

        assertThat(hosts.addresses("web")).containsExactly(FIRST);
        assertThat(hosts.addresses("WEB.example")).containsExactly(FIRST);
        assertThat(hosts.addresses("localhost"))
                .singleElement()
                .satisfies(a -> {
                    assertThat(a).hasSize(16);
                    assertThat(a[15]).isEqualTo((byte) 1);
                });
        assertThat(hosts.addresses("db")).as("in a comment").isEmpty();
    }

    @Test
    void addressesOfANameComeInTheOrderOfTheLines() {
        assertThat(parse("10.0.0.2 a\n10.0.0.1 b a\n").addresses("a"))
                .containsExactly(SECOND, FIRST);
    }

    @Test
    void linesThatAreNoneArePassedOver() {
        HostsFile hosts = parse("\n\n#\nweb 10.0.0.9\n10.0.0 x\n10.0.0.1\n10.0.0.1 web");

        assertThat(hosts.addresses("web")).containsExactly(FIRST);
        assertThat(hosts.addresses("x")).isEmpty();
        assertThat(hosts.addresses("")).isEmpty();
    }

    @Test
    void whatACallerDoesToAnAddressStaysWithIt() {
        HostsFile hosts = parse("10.0.0.1 web");
        List<byte[]> found = hosts.addresses("web");
        found.getFirst()[0] = 9;

        assertThat(hosts.addresses("web")).containsExactly(FIRST);
    }

    private static HostsFile parse(String text) {
        return HostsFile.parse(text.getBytes(StandardCharsets.UTF_8));
    }
}
