package io.jwasm.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jwasm.it.kernel.InnerTests;
import io.jwasm.it.kernel.UserModeLinux;
import io.jwasm.it.peer.Peers;
import io.jwasm.it.peer.Release;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Limits and figures on a kernel with cgroup v2 alone, wherever this runs. `scripts/check-cgroup2`
/// runs it; a usual run of the tests leaves it out.
@Timeout(1200)
class Cgroup2KernelIT {
    private static final String WITH_RELEASE = "(" + Release.class.getName() + ")[2]";

    private static final List<String> TESTS =
            List.of(
                    "class:" + Cgroup2IT.class.getName(),
                    "class:" + StatsIT.class.getName(),
                    "method:" + UpdateIT.class.getName() + "#byTheTaskService",
                    "iteration:method:"
                            + IsolationIT.class.getName()
                            + "#containersHaveDaemonsOfTheirOwn"
                            + WITH_RELEASE);

    /// What a slow kernel with one processor needs: how long Stats is looked at, in which the share
    /// of a processor is not judged, how soon a changed limit must be kept, and how long a command
    /// may take.
    private static final List<String> PROPERTIES =
            List.of(
                    "jwasm.it.statsMillis=10000",
                    "jwasm.it.statsShared=true",
                    "jwasm.it.updateMillis=2000",
                    "jwasm.it.commandSeconds=240",
                    "java.io.tmpdir=/run");

    @Test
    void limitsAndFiguresOfCgroup2() {
        assumeTrue(Boolean.getBoolean("jwasm.it.cgroup2"), "scripts/check-cgroup2 runs it");
        Peers.requireRoot();
        for (String part : List.of("containerd-2.1", "runc")) {
            Path _ = Peers.require(part); // The other kernel has no network.
        }
        Path out = Path.of(System.getProperty("jwasm.it.target", "target"), "cgroup2");

        List<String> log =
                new UserModeLinux(out.toAbsolutePath().normalize())
                        .run(script(out.toAbsolutePath()), Duration.ofMinutes(15));

        List<String> told = log.stream().filter(line -> line.startsWith("[")).toList();
        told.forEach(line -> IO.println("[cgroup2] " + line));
        assertThat(told).anyMatch(line -> line.startsWith("[passed]"));
    }

    private static String script(Path out) {
        List<String> line = new ArrayList<>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        line.add("--sun-misc-unsafe-memory-access=allow");
        line.addAll(List.of("-Xmx512m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
        PROPERTIES.forEach(property -> line.add("-D" + property));
        line.add("-Djwasm.it.project=" + absolute("jwasm.it.project", ".."));
        line.add("-Djwasm.it.target=" + out);
        line.add("-Djwasm.it.distribution=" + Distribution.require());
        line.addAll(List.of("-cp", System.getProperty("java.class.path")));
        line.add(InnerTests.class.getName());
        line.addAll(TESTS);
        return "uname -sr\ncd '%s'\nexec %s\n"
                .formatted(
                        out,
                        line.stream()
                                .map(word -> "'" + word + "'")
                                .collect(Collectors.joining(" ")));
    }

    private static Path absolute(String property, String otherwise) {
        return Path.of(System.getProperty(property, otherwise)).toAbsolutePath().normalize();
    }
}
