package io.jwasm.linux.cgroup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.Test;

class CgroupHostTest {

    private static final String V1 =
            """
            25 30 0:23 / /sys rw,nosuid shared:7 - sysfs sysfs rw
            33 25 0:28 / /sys/fs/cgroup/systemd rw shared:9 - cgroup cgroup rw,xattr,name=systemd
            36 25 0:31 / /sys/fs/cgroup/cpu,cpuacct rw shared:11 - cgroup cgroup rw,cpu,cpuacct
            37 25 0:31 / /mnt/again rw - cgroup cgroup rw,cpuacct,cpu
            38 25 0:32 / /sys/fs/cgroup/with\\040blank rw - cgroup cgroup rw,memory
            """;
    private static final String V2 =
            "34 25 0:29 / /sys/fs/cgroup/unified rw shared:10 - cgroup2 cgroup2 rw,nsdelegate\n";

    @Test
    void eachHierarchyOfV1CountsOnce() {
        CgroupHost host = CgroupHost.of(V1);

        assertThat(host.version()).contains(CgroupVersion.V1);
        assertThat(host.hierarchies().stream().map(Hierarchy::mountPoint))
                .containsExactly(
                        "/sys/fs/cgroup/systemd",
                        "/sys/fs/cgroup/cpu,cpuacct",
                        "/sys/fs/cgroup/with blank");
        assertThat(host.hierarchies().get(1).controllers()).containsExactly("cpu", "cpuacct");
    }

    @Test
    void unifiedHierarchyAloneIsV2() {
        CgroupHost host = CgroupHost.of(V2);

        assertThat(host.version()).contains(CgroupVersion.V2);
        assertThat(host.hierarchies()).hasSize(1);
    }

    @Test
    void hybridHostIsV1AsItsClientsSayToo() {
        CgroupHost host = CgroupHost.of(V2 + V1);

        assertThat(host.version()).contains(CgroupVersion.V1);
        assertThat(host.hierarchies()).hasSize(3);
    }

    @Test
    void hostWithoutControlGroupsHasNoVersion() {
        CgroupHost host = CgroupHost.of("25 30 0:23 / /sys rw - sysfs sysfs rw\nnonsense\n- - \n");

        assertThat(host.version()).isEmpty();
    }

    @Test
    void hierarchiesOfThisHostHaveTheFilesOfGroups() throws Exception {
        CgroupHost host = CgroupHost.detect();

        assumeTrue(host.version().isPresent(), "no control groups are mounted");
        assertThat(host.hierarchies())
                .allSatisfy(hierarchy ->
                        assertThat(java.nio.file.Path.of(hierarchy.mountPoint(), "cgroup.procs"))
                                .exists());
    }
}
