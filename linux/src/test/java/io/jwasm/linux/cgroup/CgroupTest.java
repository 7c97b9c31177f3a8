package io.jwasm.linux.cgroup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jwasm.linux.Errno;
import io.jwasm.linux.ErrnoException;
import io.jwasm.linux.process.CurrentProcess;
import io.jwasm.linux.testing.Root;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Against the hierarchies of this very host.
class CgroupTest {

    private static final CgroupPath PARENT =
            CgroupPath.parse("/jwasm-test-" + CurrentProcess.pid());
    private static final CgroupPath PATH = CgroupPath.parse(PARENT + "/inner/c1");

    private final CgroupHost host = detect();

    private static CgroupHost detect() {
        try {
            return CgroupHost.detect();
        } catch (ErrnoException failure) {
            throw new AssertionError(failure);
        }
    }

    @BeforeEach
    void needHierarchies() {
        Root.assumed("a control group");
        assumeTrue(host.version().isPresent(), "no control groups are mounted");
    }

    @AfterEach
    void removeParents() throws Exception {
        for (String path : List.of(PATH.value(), PARENT + "/inner", PARENT.value())) {
            Cgroup.remove(host.hierarchies().stream().map(h -> h.mountPoint() + path).toList());
        }
    }

    @Test
    void processIsInTheGroupOfEveryHierarchy() throws Exception {
        Cgroup group = host.make(PATH);
        Process process = new ProcessBuilder("sleep", "60").start();
        try {
            group.add((int) process.pid());

            List<String> lines =
                    Files.readAllLines(Path.of("/proc/" + process.pid() + "/cgroup")).stream()
                            .filter(line -> line.endsWith(PATH.value()))
                            .toList();
            assertThat(lines).hasSize(host.hierarchies().size());
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    @Test
    void groupIsGoneAfterItsLastProcess() throws Exception {
        Cgroup group = host.make(PATH);
        Process process = new ProcessBuilder("sleep", "60").start();
        group.add((int) process.pid());
        process.destroyForcibly().waitFor();

        group.remove();

        assertThat(group.directories()).allSatisfy(d -> assertThat(Path.of(d)).doesNotExist());
    }

    @Test
    void removalWaitsForAProcessThatIsAboutToEnd() throws Exception {
        Cgroup group = host.make(PATH);
        Process process = new ProcessBuilder("sh", "-c", "read line; exec sleep 0.05").start();
        group.add((int) process.pid());
        process.getOutputStream().close();

        group.remove();

        assertThat(group.directories()).allSatisfy(d -> assertThat(Path.of(d)).doesNotExist());
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void groupWithinTheGroupKeepsIt() throws Exception {
        host.make(PATH);
        Cgroup parent = host.make(CgroupPath.parse(PARENT + "/inner"));

        assertThatThrownBy(parent::remove)
                .isInstanceOf(ErrnoException.class)
                .satisfies(e -> assertThat(((ErrnoException) e).errno()).isEqualTo(Errno.EBUSY))
                .hasMessageContaining("/inner");
    }

    @Test
    void secondMakeFindsTheGroup() throws Exception {
        Cgroup first = host.make(PATH);

        assertThat(host.make(PATH).directories()).isEqualTo(first.directories());
    }

    @Test
    void secondRemovalDoesNothing() throws Exception {
        Cgroup group = host.make(PATH);

        group.remove();
        group.remove();

        assertThat(Path.of(group.directories().getFirst())).doesNotExist();
    }

    @Test
    void hierarchyThatIsNotThereIsNamed() {
        Hierarchy missing = new Hierarchy(CgroupVersion.V1, "/proc/nowhere", List.of("cpu"));

        assertThatThrownBy(() -> Cgroup.make(List.of(missing), PATH))
                .isInstanceOf(ErrnoException.class)
                .hasMessageContaining("mkdir")
                .hasMessageContaining("c1");
    }
}
