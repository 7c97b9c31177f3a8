package io.jwasm.it.peer;

import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.jwasm.it.cri.v1.ContainerConfig;
import io.jwasm.it.cri.v1.ContainerMetadata;
import io.jwasm.it.cri.v1.ContainerState;
import io.jwasm.it.cri.v1.ContainerStats;
import io.jwasm.it.cri.v1.ContainerStatsRequest;
import io.jwasm.it.cri.v1.ContainerStatus;
import io.jwasm.it.cri.v1.ContainerStatusRequest;
import io.jwasm.it.cri.v1.CreateContainerRequest;
import io.jwasm.it.cri.v1.ImageSpec;
import io.jwasm.it.cri.v1.KeyValue;
import io.jwasm.it.cri.v1.LinuxContainerConfig;
import io.jwasm.it.cri.v1.LinuxContainerResources;
import io.jwasm.it.cri.v1.LinuxContainerSecurityContext;
import io.jwasm.it.cri.v1.LinuxPodSandboxConfig;
import io.jwasm.it.cri.v1.LinuxSandboxSecurityContext;
import io.jwasm.it.cri.v1.NamespaceMode;
import io.jwasm.it.cri.v1.NamespaceOption;
import io.jwasm.it.cri.v1.PodSandboxConfig;
import io.jwasm.it.cri.v1.PodSandboxMetadata;
import io.jwasm.it.cri.v1.RemoveContainerRequest;
import io.jwasm.it.cri.v1.RemovePodSandboxRequest;
import io.jwasm.it.cri.v1.RunPodSandboxRequest;
import io.jwasm.it.cri.v1.RuntimeServiceGrpc;
import io.jwasm.it.cri.v1.StartContainerRequest;
import io.jwasm.it.cri.v1.StopContainerRequest;
import io.jwasm.it.cri.v1.StopPodSandboxRequest;
import io.jwasm.it.cri.v1.UpdateContainerResourcesRequest;
import io.jwasm.it.process.Eventually;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/// Speaks to containerd's CRI plugin as a kubelet does, over gRPC on containerd's socket.
public final class Cri implements AutoCloseable {
    private static final Duration CALL_LIMIT = Duration.ofMinutes(2);

    /// Netty warns of each TCP option that grpc sets and a unix socket does not have.
    private static final Logger NETTY = Logger.getLogger("io.netty.bootstrap");

    static {
        NETTY.setLevel(Level.SEVERE);
    }

    private final EventLoopGroup loops =
            new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final ManagedChannel channel;

    /// Connects to a containerd.
    ///
    /// @param containerd one with CRI on
    public Cri(Containerd containerd) {
        channel =
                NettyChannelBuilder.forAddress(UnixDomainSocketAddress.of(containerd.socket()))
                        .channelType(NioDomainSocketChannel.class)
                        .eventLoopGroup(loops)
                        .overrideAuthority("localhost")
                        .usePlaintext()
                        .build();
    }

    /// Describes a pod on the network of containerd.
    ///
    /// @param name the pod's name
    /// @param logs the folder of its containers' logs
    /// @return the description
    public static PodSandboxConfig pod(String name, Path logs) {
        NamespaceOption onHostNetwork =
                NamespaceOption.newBuilder()
                        .setNetwork(NamespaceMode.NODE)
                        .setPid(NamespaceMode.CONTAINER)
                        .build();
        return PodSandboxConfig.newBuilder()
                .setMetadata(
                        PodSandboxMetadata.newBuilder()
                                .setName(name)
                                .setUid(name + "-uid")
                                .setNamespace("default"))
                .setLogDirectory(logs.toString())
                .setLinux(
                        LinuxPodSandboxConfig.newBuilder()
                                .setSecurityContext(
                                        LinuxSandboxSecurityContext.newBuilder()
                                                .setNamespaceOptions(onHostNetwork)))
                .build();
    }

    /// Runs a pod's sandbox.
    ///
    /// @param pod the pod
    /// @param handler the runtime handler
    /// @return the sandbox's id
    public String runSandbox(PodSandboxConfig pod, String handler) {
        return stub().runPodSandbox(
                        RunPodSandboxRequest.newBuilder()
                                .setConfig(pod)
                                .setRuntimeHandler(handler)
                                .build())
                .getPodSandboxId();
    }

    /// Describes a container whose log is `NAME.log` in the pod's folder.
    ///
    /// @param name its name
    /// @param image its image
    /// @param arguments its arguments, after the image's entrypoint
    /// @param environment its additional environment
    /// @return the description
    public static ContainerConfig container(
            String name, String image, List<String> arguments, Map<String, String> environment) {
        ContainerConfig.Builder config =
                ContainerConfig.newBuilder()
                        .setMetadata(ContainerMetadata.newBuilder().setName(name))
                        .setImage(ImageSpec.newBuilder().setImage(image))
                        .addAllArgs(arguments)
                        .setLogPath(name + ".log")
                        .setLinux(
                                LinuxContainerConfig.newBuilder()
                                        .setResources(LinuxContainerResources.getDefaultInstance())
                                        .setSecurityContext(
                                                LinuxContainerSecurityContext
                                                        .getDefaultInstance()));
        environment.forEach(
                (key, value) -> config.addEnvs(KeyValue.newBuilder().setKey(key).setValue(value)));
        return config.build();
    }

    /// The same container with a memory limit.
    ///
    /// @param container the container
    /// @param limitBytes the limit
    /// @return the changed description
    public static ContainerConfig withMemoryLimit(ContainerConfig container, long limitBytes) {
        ContainerConfig.Builder config = container.toBuilder();
        config.getLinuxBuilder().getResourcesBuilder().setMemoryLimitInBytes(limitBytes);
        return config.build();
    }

    /// Changes a container's CPU quota.
    ///
    /// @param id the container
    /// @param quotaMicros its time in each 100 ms
    public void limitCpu(String id, long quotaMicros) {
        limit(
                id,
                LinuxContainerResources.newBuilder()
                        .setCpuPeriod(100_000)
                        .setCpuQuota(quotaMicros));
    }

    /// Changes a container's memory limit.
    ///
    /// @param id the container
    /// @param bytes the limit
    public void limitMemory(String id, long bytes) {
        limit(id, LinuxContainerResources.newBuilder().setMemoryLimitInBytes(bytes));
    }

    private void limit(String id, LinuxContainerResources.Builder resources) {
        stub().updateContainerResources(
                        UpdateContainerResourcesRequest.newBuilder()
                                .setContainerId(id)
                                .setLinux(resources)
                                .build());
    }

    /// Asks what a container has used.
    ///
    /// @param id the container
    /// @return the figures
    public ContainerStats stats(String id) {
        return stub().containerStats(ContainerStatsRequest.newBuilder().setContainerId(id).build())
                .getStats();
    }

    /// Creates a container in a sandbox.
    ///
    /// @param sandbox the sandbox's id
    /// @param pod the pod
    /// @param container the container
    /// @return its id
    public String create(String sandbox, PodSandboxConfig pod, ContainerConfig container) {
        return stub().createContainer(
                        CreateContainerRequest.newBuilder()
                                .setPodSandboxId(sandbox)
                                .setSandboxConfig(pod)
                                .setConfig(container)
                                .build())
                .getContainerId();
    }

    /// Starts a container.
    ///
    /// @param id the container
    public void startContainer(String id) {
        stub().startContainer(StartContainerRequest.newBuilder().setContainerId(id).build());
    }

    /// Waits for a container's end.
    ///
    /// @param id the container
    /// @return its last status
    public ContainerStatus awaitExit(String id) {
        Eventually.require(
                Duration.ofSeconds(60),
                () -> status(id).getState() == ContainerState.CONTAINER_EXITED,
                () -> status(id).toString());
        return status(id);
    }

    /// Asks for a container's status.
    ///
    /// @param id the container
    /// @return the status
    public ContainerStatus status(String id) {
        return stub().containerStatus(
                        ContainerStatusRequest.newBuilder().setContainerId(id).build())
                .getStatus();
    }

    /// Stops a container.
    ///
    /// @param id the container
    /// @param graceSeconds how long it has after the stop signal
    public void stopContainer(String id, long graceSeconds) {
        stub().stopContainer(
                        StopContainerRequest.newBuilder()
                                .setContainerId(id)
                                .setTimeout(graceSeconds)
                                .build());
    }

    /// Removes a container.
    ///
    /// @param id the container
    public void removeContainer(String id) {
        stub().removeContainer(RemoveContainerRequest.newBuilder().setContainerId(id).build());
    }

    /// Stops and removes a sandbox.
    ///
    /// @param id the sandbox
    public void removeSandbox(String id) {
        stub().stopPodSandbox(StopPodSandboxRequest.newBuilder().setPodSandboxId(id).build());
        stub().removePodSandbox(RemovePodSandboxRequest.newBuilder().setPodSandboxId(id).build());
    }

    private RuntimeServiceGrpc.RuntimeServiceBlockingStub stub() {
        return RuntimeServiceGrpc.newBlockingStub(channel)
                .withDeadlineAfter(CALL_LIMIT.toSeconds(), TimeUnit.SECONDS);
    }

    /// Closes the connection.
    @Override
    public void close() {
        channel.shutdownNow();
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }
}
