package io.jwasm.wasi.errno;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LinuxErrnoTest {

    @Test
    void everyWasiErrnoButTwoStandsForOneOfLinux() {
        EnumSet<Errno> reached = EnumSet.of(Errno.SUCCESS, Errno.NOTCAPABLE);
        IntStream.range(1, 200).mapToObj(LinuxErrno::toWasi).forEach(reached::add);

        // Those behind are of the socket extension: a name server's answers, no error of Linux.
        assertThat(reached).isEqualTo(EnumSet.range(Errno.SUCCESS, Errno.NOTCAPABLE));
    }

    @ParameterizedTest
    @CsvSource({
        "1, PERM, 63",
        "2, NOENT, 44",
        "9, BADF, 8",
        "11, AGAIN, 6",
        "18, XDEV, 75",
        "20, NOTDIR, 54",
        "28, NOSPC, 51",
        "30, ROFS, 69",
        "36, NAMETOOLONG, 37",
        "40, LOOP, 32",
        "95, NOTSUP, 58",
        "9999, IO, 29"
    })
    void numbersAreThoseOfTheSpecification(int linux, Errno errno, int code) {
        assertThat(Errno.ofResult(-linux)).isEqualTo(errno);
        assertThat(errno.code()).isEqualTo(code);
    }

    @Test
    void resultsThatAreNoErrorAreSuccess() {
        assertThat(Errno.ofResult(0)).isEqualTo(Errno.SUCCESS);
        assertThat(Errno.ofResult(Long.MAX_VALUE)).isEqualTo(Errno.SUCCESS);
    }
}
