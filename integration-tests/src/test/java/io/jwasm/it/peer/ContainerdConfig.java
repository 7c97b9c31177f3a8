package io.jwasm.it.peer;

import java.nio.file.Path;

/// Writes containerd's `config.toml`.
final class ContainerdConfig {
    private ContainerdConfig() {}

    static String of(Setup setup, Path home) {
        String head =
                """
                version = %d
                root = "%s/root"
                state = "%s/state"
                disabled_plugins = [%s]
                [grpc]
                  address = "%s/containerd.sock"
                [plugins."io.containerd.internal.v1.opt"]
                  path = "%s/opt"
                """
                        .formatted(
                                setup.release().configVersion(),
                                home,
                                home,
                                setup.isCri() ? "" : disabledWithoutCri(setup.release()),
                                home,
                                home);
        return setup.isCri() ? head + cri(setup.release(), home) : head;
    }

    private static String disabledWithoutCri(Release release) {
        return switch (release) {
            case V1_6, V1_7 -> "\"io.containerd.grpc.v1.cri\"";
            case V2_1 ->
                    "\"io.containerd.cri.v1.images\", \"io.containerd.cri.v1.runtime\","
                            + " \"io.containerd.grpc.v1.cri\"";
        };
    }

    private static String cri(Release release, Path home) {
        return switch (release) {
            case V1_6, V1_7 ->
                    """
                    [plugins."io.containerd.grpc.v1.cri"]
                      sandbox_image = "%s"
                      restrict_oom_score_adj = true
                      disable_apparmor = true
                      stream_server_address = "127.0.0.1"
                      stream_server_port = "0"
                    """
                                    .formatted(Containerd.PAUSE_IMAGE)
                            + network("io.containerd.grpc.v1.cri", "bin_dir = \"%s\"", home)
                            + handlers("io.containerd.grpc.v1.cri");
            case V2_1 ->
                    """
                    [plugins."io.containerd.cri.v1.images".pinned_images]
                      sandbox = "%s"
                    [plugins."io.containerd.cri.v1.runtime"]
                      restrict_oom_score_adj = true
                      disable_apparmor = true
                      enable_cdi = false
                    [plugins."io.containerd.grpc.v1.cri"]
                      stream_server_address = "127.0.0.1"
                      stream_server_port = "0"
                    """
                                    .formatted(Containerd.PAUSE_IMAGE)
                            + network("io.containerd.cri.v1.runtime", "bin_dirs = [\"%s\"]", home)
                            + handlers("io.containerd.cri.v1.runtime");
        };
    }

    private static String network(String plugin, String programs, Path home) {
        Path cni = Peers.require("tools").resolve("usr/lib/cni");
        return """
        [plugins."%s".cni]
          %s
          conf_dir = "%s/cni"
        """
                .formatted(plugin, programs.formatted(cni), home);
    }

    private static String handlers(String plugin) {
        return """
        [plugins."%1$s".containerd]
          default_runtime_name = "runc"
          [plugins."%1$s".containerd.runtimes.runc]
            runtime_type = "io.containerd.runc.v2"
          [plugins."%1$s".containerd.runtimes.jwasm]
            runtime_type = "io.containerd.jwasm.v1"
            pod_annotations = ["jwasm.io/*"]
            container_annotations = ["jwasm.io/*"]
        """
                .formatted(plugin);
    }
}
