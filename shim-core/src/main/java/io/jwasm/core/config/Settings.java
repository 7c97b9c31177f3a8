package io.jwasm.core.config;

import io.jwasm.core.config.Setting.Reach;
import io.jwasm.wasi.GuestNetwork;
import io.jwasm.wasi.engine.Tier;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// The table of all settings. What reads them into records stands in [DaemonConfig] and
/// [ContainerConfig].
final class Settings {

    static final Setting<Isolation> ISOLATION =
            new Setting<>(
                    "isolation",
                    Reach.DAEMON,
                    new SettingType.Choice<>(Isolation.class),
                    "shared",
                    "whether all containers share a daemon, or each pod or container has its own in"
                            + " its control group");

    static final Setting<Protocol> PROTOCOL =
            new Setting<>(
                    "protocol",
                    Reach.DAEMON,
                    new SettingType.Choice<>(Protocol.class),
                    "ttrpc",
                    "what containerd is to speak to the daemon; `grpc` is for containerd 1.7");

    static final Setting<GuestNetwork> NETWORK =
            new Setting<>(
                    "network",
                    Reach.AT_MOST,
                    new SettingType.Choice<>(GuestNetwork.class),
                    "namespace",
                    "what a guest's sockets reach: its network namespace, or nothing");

    static final Setting<Duration> LINGER =
            new Setting<>(
                    "daemon.linger",
                    Reach.DAEMON,
                    new SettingType.Time(),
                    "10m",
                    "how long a daemon stays without containers, so that the next one starts warm");

    static final Setting<Duration> SHUTDOWN_LIMIT =
            new Setting<>(
                    "daemon.shutdown-limit",
                    Reach.DAEMON,
                    new SettingType.Time(),
                    "2s",
                    "how long a daemon that is told to end waits for its guests, and then for"
                            + " containerd");

    static final Setting<LogLevel> LOG_LEVEL =
            new Setting<>(
                    "daemon.log-level",
                    Reach.DAEMON,
                    new SettingType.Choice<>(LogLevel.class),
                    "info",
                    "the least of what is logged; containerd's own debug level goes before it");

    static final Setting<Long> MEMORY_TOTAL =
            new Setting<>(
                    "memory.total",
                    Reach.DAEMON,
                    new SettingType.Size(),
                    "75%",
                    "what all guests of a daemon may hold together");

    static final Setting<Long> MEMORY_MAX =
            new Setting<>(
                    "memory.max",
                    Reach.AT_MOST,
                    new SettingType.Size(),
                    "75%",
                    "what no guest may exceed, whatever limit its container has");

    static final Setting<Long> MEMORY_DEFAULT =
            new Setting<>(
                    "memory.default",
                    Reach.AT_MOST,
                    new SettingType.Size(),
                    "75%",
                    "what a guest may hold whose container has no limit");

    static final Setting<Boolean> WALLS_NO_NEW_PRIVILEGES =
            new Setting<>(
                    "walls.no-new-privileges",
                    Reach.AT_LEAST,
                    new SettingType.Flag(),
                    "true",
                    "whether guests' threads give up new privileges; the next two need it");

    static final Setting<Boolean> WALLS_LANDLOCK =
            new Setting<>(
                    "walls.landlock",
                    Reach.AT_LEAST,
                    new SettingType.Flag(),
                    "true",
                    "whether they give up files that their container is not granted");

    static final Setting<Boolean> WALLS_SECCOMP =
            new Setting<>(
                    "walls.seccomp",
                    Reach.AT_LEAST,
                    new SettingType.Flag(),
                    "true",
                    "whether they give up system calls that no guest needs");

    static final Setting<Boolean> WALLS_CAPABILITIES =
            new Setting<>(
                    "walls.capabilities",
                    Reach.AT_LEAST,
                    new SettingType.Flag(),
                    "true",
                    "whether they give up capabilities that their container does not have");

    static final Setting<Tier> ENGINE_TIER =
            new Setting<>(
                    "engine.tier",
                    Reach.DAEMON,
                    new SettingType.Choice<>(Tier.class),
                    "adaptive",
                    "how modules are run; `adaptive` interprets at once and compiles beside it");

    static final Setting<Long> ENGINE_MAX_MODULE =
            new Setting<>(
                    "engine.max-module",
                    Reach.DAEMON,
                    new SettingType.Size(Integer.MAX_VALUE),
                    "256MiB",
                    "the largest file that is taken for a module");

    static final Setting<Long> ENGINE_MAX_COMPILE =
            new Setting<>(
                    "engine.max-compile",
                    Reach.DAEMON,
                    new SettingType.Size(Integer.MAX_VALUE),
                    "64MiB",
                    "the largest module that is compiled; the interpreter keeps larger ones");

    static final Setting<Long> CACHE_MAX =
            new Setting<>(
                    "cache.max",
                    Reach.DAEMON,
                    new SettingType.Size(),
                    "1GiB",
                    "the most of compiled modules that is kept on disk; the least recently used"
                            + " go");

    static final List<Setting<?>> ALL =
            List.of(
                    ISOLATION,
                    PROTOCOL,
                    NETWORK,
                    LINGER,
                    SHUTDOWN_LIMIT,
                    LOG_LEVEL,
                    MEMORY_TOTAL,
                    MEMORY_MAX,
                    MEMORY_DEFAULT,
                    WALLS_NO_NEW_PRIVILEGES,
                    WALLS_LANDLOCK,
                    WALLS_SECCOMP,
                    WALLS_CAPABILITIES,
                    ENGINE_TIER,
                    ENGINE_MAX_MODULE,
                    ENGINE_MAX_COMPILE,
                    CACHE_MAX);

    private Settings() {}

    static Optional<Setting<?>> find(String key) {
        for (Setting<?> setting : ALL) {
            if (setting.key().equals(key)) {
                return Optional.of(setting);
            }
        }
        return Optional.empty();
    }
}
