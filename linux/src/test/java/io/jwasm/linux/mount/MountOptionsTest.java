package io.jwasm.linux.mount;

import static io.jwasm.linux.mount.MountFlags.MS_BIND;
import static io.jwasm.linux.mount.MountFlags.MS_NOATIME;
import static io.jwasm.linux.mount.MountFlags.MS_NODEV;
import static io.jwasm.linux.mount.MountFlags.MS_NOEXEC;
import static io.jwasm.linux.mount.MountFlags.MS_NOSUID;
import static io.jwasm.linux.mount.MountFlags.MS_PRIVATE;
import static io.jwasm.linux.mount.MountFlags.MS_RDONLY;
import static io.jwasm.linux.mount.MountFlags.MS_REC;
import static io.jwasm.linux.mount.MountFlags.MS_RELATIME;
import static io.jwasm.linux.mount.MountFlags.MS_SHARED;
import static io.jwasm.linux.mount.MountFlags.MS_SLAVE;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class MountOptionsTest {

    static List<Arguments> flags() {
        return List.of(
                Arguments.of("", 0L, 0L),
                Arguments.of("defaults", 0L, 0L),
                Arguments.of("bind", MS_BIND, 0L),
                Arguments.of("rbind", MS_BIND | MS_REC, 0L),
                Arguments.of("bind,rprivate", MS_BIND, MS_PRIVATE | MS_REC),
                Arguments.of("rbind,ro,rslave", MS_BIND | MS_REC | MS_RDONLY, MS_SLAVE | MS_REC),
                Arguments.of("rprivate,shared", 0L, MS_SHARED),
                Arguments.of("ro,rw", 0L, 0L),
                Arguments.of("rw,ro", MS_RDONLY, 0L),
                Arguments.of("nosuid,nodev,noexec", MS_NOSUID | MS_NODEV | MS_NOEXEC, 0L),
                Arguments.of("nosuid,nodev,noexec,suid,exec", MS_NODEV, 0L),
                Arguments.of("noatime,relatime", MS_RELATIME, 0L),
                Arguments.of("relatime,noatime", MS_NOATIME, 0L));
    }

    @ParameterizedTest(name = "''{0}''")
    @MethodSource("flags")
    void laterWordsWin(String words, long flags, long propagation) {
        MountOptions options = parse(words);
        assertThat(options.flags()).isEqualTo(flags);
        assertThat(options.propagation()).isEqualTo(propagation);
        assertThat(options.data().stream().filter(word -> !word.isEmpty())).isEmpty();
    }

    @Test
    void wordsThatTurnOffAreRemembered() {
        assertThat(parse("rw,exec").cleared()).isEqualTo(MS_RDONLY | MS_NOEXEC);
        assertThat(parse("rw,ro").cleared()).isZero();
    }

    @Test
    void leadingRMakesItRecursive() {
        MountOptions options = parse("rro,rnosuid,rexec,rrelatime");
        assertThat(options.flags()).isZero();
        assertThat(options.recursiveFlags()).isEqualTo(MS_RDONLY | MS_NOSUID | MS_RELATIME);
        assertThat(options.recursiveCleared()).isEqualTo(MS_NOEXEC);
        assertThat(options.data()).isEmpty();
    }

    @Test
    void unknownWordsAreTheFileSystems() {
        List<String> overlay =
                List.of("index=off", "workdir=/w", "upperdir=/u", "lowerdir=/a:/b", "userxattr");
        assertThat(MountOptions.parse(overlay).data()).isEqualTo(overlay);
        assertThat(parse("size=1m,x-systemd.automount,X-mount.mkdir,rsize=8").data())
                .containsExactly("size=1m", "rsize=8");
    }

    private static MountOptions parse(String words) {
        return MountOptions.parse(List.of(words.split(",", -1)));
    }
}
