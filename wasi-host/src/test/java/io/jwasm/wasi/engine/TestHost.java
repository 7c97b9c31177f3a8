package io.jwasm.wasi.engine;

import io.jwasm.linux.io.Poll;
import io.jwasm.wasi.host.GuestControl;
import io.jwasm.wasi.host.GuestEnd;
import io.jwasm.wasi.host.HostFunction;
import io.jwasm.wasi.host.HostFunctions;
import io.jwasm.wasi.host.ValueType;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/// The host functions of these tests: module `test`, as small as can be.
final class TestHost implements HostFunctions {

    private static final List<ValueType> NONE = List.of();

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private final CountDownLatch blocked = new CountDownLatch(1);
    private final List<HostFunction> functions;
    private boolean isClosed;

    TestHost(GuestControl control) {
        functions =
                List.of(
                        function("say", List.of(ValueType.I32, ValueType.I32), this::say),
                        function("exit", List.of(ValueType.I32), TestHost::exit),
                        function("block", NONE, (_, _) -> block(control)),
                        function("fail", NONE, (_, _) -> fail()));
    }

    private static HostFunction function(
            String name, List<ValueType> parameters, HostFunction.Body body) {
        return new HostFunction("test", name, parameters, Optional.empty(), body);
    }

    private long say(io.jwasm.wasi.host.GuestMemory memory, long[] args) {
        byte[] text = new byte[(int) args[1]];
        memory.get((int) args[0], text, 0, text.length);
        said.writeBytes(text);
        return 0;
    }

    private static long exit(io.jwasm.wasi.host.GuestMemory memory, long[] args) {
        throw new GuestEnd.Exit((int) args[0]);
    }

    /// Waits for nothing but what the guest is asked, as a read from a silent pipe would.
    private long block(GuestControl control) {
        try (Poll poll = new Poll(1)) {
            poll.set(0, control.wakeFd(), Poll.POLLIN);
            blocked.countDown();
            long _ = poll.awaitRaw(1, Poll.INFINITE);
            control.checkpoint();
        }
        return 0;
    }

    private static long fail() {
        throw new IllegalStateException("planted");
    }

    String said() {
        return said.toString(java.nio.charset.StandardCharsets.UTF_8);
    }

    /// Waits until the guest is about to block.
    void awaitBlocked() throws InterruptedException {
        blocked.await();
    }

    boolean isClosed() {
        return isClosed;
    }

    @Override
    public Optional<HostFunction> find(
            String module, String name, List<ValueType> parameters, Optional<ValueType> result) {
        return functions.stream()
                .filter(function -> module.equals("test") && function.name().equals(name))
                .filter(function -> function.parameters().equals(parameters) && result.isEmpty())
                .findFirst();
    }

    @Override
    public boolean offers(String module, String name) {
        return module.equals("test")
                && functions.stream().anyMatch(function -> function.name().equals(name));
    }

    @Override
    public List<String> modules() {
        return List.of("test");
    }

    @Override
    public void close() {
        isClosed = true;
    }
}
