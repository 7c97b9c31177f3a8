package io.jwasm.wasi.preview1;

import io.jwasm.linux.io.Poll;
import io.jwasm.wasi.errno.Errno;
import io.jwasm.wasi.fd.FileDescriptor;
import io.jwasm.wasi.fd.FileOnDisk;
import io.jwasm.wasi.fd.Rights;
import io.jwasm.wasi.host.GuestMemory;
import io.jwasm.wasi.preview1.call.Family;
import io.jwasm.wasi.preview1.call.HostState;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `poll_oneoff`, in one ppoll(2) over clocks, descriptors and what tells the guest to stop.
final class PollFunction implements Family, AutoCloseable {

    /// The most subscriptions: each descriptor that a guest can have, for reading and writing, and
    /// as many clocks.
    static final int MAX_SUBSCRIPTIONS = 16 * 1024;

    /// What one takes here: the object, its place in an array, its `struct pollfd`.
    private static final int SUBSCRIPTION_BYTES = 72;

    private static final int EVENT_BYTES = 32;
    private static final int INITIAL = 8;

    private static final int CLOCK = 0;
    private static final int FD_READ = 1;
    private static final int FD_WRITE = 2;

    private static final int ABSTIME = 1;
    private static final int HANGUP = 1;
    private static final long NEVER = Long.MAX_VALUE;
    private static final int WAKE_SLOT = 0;

    private final HostState state;
    private final Abi abi;
    private Subscription[] subscriptions = {};
    private @Nullable Poll poll;
    private int slots;
    private int events;

    PollFunction(HostState state, Abi abi) {
        this.state = state;
        this.abi = abi;
    }

    @Override
    public List<Offer> find(String name) {
        return name.equals("poll_oneoff") ? Family.offer("iiii", this::poll) : List.of();
    }

    /// What a guest waits for; reused from call to call.
    private static final class Subscription {
        private long userdata;
        private int type;
        private Errno error = Errno.SUCCESS;
        private long deadline; // of System.nanoTime, or NEVER
        private int slot; // 0 for none
        private boolean isReady;
        private @Nullable FileDescriptor fd;
    }

    private Errno poll(GuestMemory memory, long[] args) {
        int in = (int) args[0];
        int out = (int) args[1];
        int count = (int) args[2];
        if (count <= 0 || count > MAX_SUBSCRIPTIONS) {
            return Errno.INVAL;
        }
        memory.check(in, count * abi.subscriptionBytes);
        memory.check(out, count * EVENT_BYTES);
        memory.check((int) args[3], Integer.BYTES);
        Poll prepared = prepare(count);
        if (prepared == null) {
            return Errno.NOMEM;
        }
        long now = System.nanoTime();
        for (int i = 0; i < count; i++) {
            if (!parse(memory, in + i * abi.subscriptionBytes, subscriptions[i], now)) {
                return Errno.INVAL;
            }
        }
        subscribe(prepared, count);
        Errno waited = await(prepared, count);
        if (waited != Errno.SUCCESS) {
            return waited;
        }
        report(memory, out, prepared, count);
        memory.putInt((int) args[3], events);
        return Errno.SUCCESS;
    }

    /// Makes room for some subscriptions; null when there is no memory for it.
    private @Nullable Poll prepare(int count) {
        Poll current = poll;
        if (current != null && subscriptions.length >= count) {
            return current;
        }
        int capacity = Math.max(INITIAL, Integer.highestOneBit(count - 1) << 1);
        int filled = subscriptions.length;
        if (!state.budget().tryReserve((long) (capacity - filled) * SUBSCRIPTION_BYTES)) {
            return null;
        }
        subscriptions = Arrays.copyOf(subscriptions, capacity);
        for (int i = filled; i < capacity; i++) {
            subscriptions[i] = new Subscription();
        }
        closePoll();
        current = new Poll(capacity + 1);
        poll = current;
        return current;
    }

    private boolean parse(GuestMemory memory, int at, Subscription subscription, long now) {
        subscription.userdata = memory.getLong(at);
        subscription.type = Byte.toUnsignedInt(memory.getByte(at + abi.subscriptionTag));
        subscription.error = Errno.SUCCESS;
        subscription.deadline = NEVER;
        subscription.slot = 0;
        subscription.isReady = false;
        subscription.fd = null;
        switch (subscription.type) {
            case CLOCK -> parseClock(memory, at + abi.subscriptionClock, subscription, now);
            case FD_READ, FD_WRITE -> {
                FileDescriptor fd = state.fd(memory.getInt(at + abi.subscriptionUnion));
                subscription.fd = fd;
                subscription.error = refusal(fd);
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private static Errno refusal(@Nullable FileDescriptor fd) {
        if (fd == null) {
            return Errno.BADF;
        }
        return fd.may(Rights.POLL_FD_READWRITE) ? Errno.SUCCESS : Errno.NOTCAPABLE;
    }

    private static void parseClock(
            GuestMemory memory, int at, Subscription subscription, long now) {
        int clock = memory.getInt(at);
        long timeout = memory.getLong(at + 8);
        boolean isAbsolute = (memory.getShort(at + 24) & ABSTIME) != 0;
        if (clock != ClockFunctions.REALTIME && clock != ClockFunctions.MONOTONIC) {
            subscription.error = clock == 2 || clock == 3 ? Errno.NOTSUP : Errno.INVAL;
            return;
        }
        if (timeout < 0) {
            return; // 2^63 ns and more: some 292 years
        }
        long base = 0;
        if (isAbsolute) {
            base = clock == ClockFunctions.REALTIME ? ClockFunctions.realtimeNanos() : now;
        }
        long left = Math.max(0, timeout - base);
        subscription.deadline = now > NEVER - left ? NEVER : now + left;
    }

    private void subscribe(Poll prepared, int count) {
        prepared.set(WAKE_SLOT, state.io().control().wakeFd(), Poll.POLLIN);
        slots = 1;
        for (int i = 0; i < count; i++) {
            Subscription subscription = subscriptions[i];
            FileDescriptor fd = subscription.fd;
            if (fd == null || subscription.error != Errno.SUCCESS) {
                subscription.isReady = subscription.error != Errno.SUCCESS;
            } else if (fd.readsToTheEnd()) {
                subscription.isReady = true;
            } else {
                subscription.slot = slots++;
                boolean isRead = subscription.type == FD_READ;
                int wanted = isRead ? Poll.POLLIN | Poll.POLLRDHUP : Poll.POLLOUT;
                prepared.set(subscription.slot, fd.hostFd(), wanted);
            }
        }
    }

    /// Waits until something is ready or a deadline has passed.
    private Errno await(Poll prepared, int count) {
        long deadline = NEVER;
        for (int i = 0; i < count; i++) {
            Subscription subscription = subscriptions[i];
            deadline =
                    Math.min(
                            deadline,
                            subscription.isReady ? Long.MIN_VALUE : subscription.deadline);
        }
        while (true) {
            long result = prepared.awaitRaw(slots, left(deadline));
            if (result < 0) {
                return Errno.ofResult(result);
            }
            if (prepared.revents(WAKE_SLOT) != 0) {
                state.io().control().checkpoint();
                result--;
            }
            if (result > 0 || left(deadline) == 0) {
                return Errno.SUCCESS;
            }
        }
    }

    private static long left(long deadline) {
        if (deadline == NEVER) {
            return Poll.INFINITE;
        }
        return deadline == Long.MIN_VALUE ? 0 : Math.max(0, deadline - System.nanoTime());
    }

    private void report(GuestMemory memory, int out, Poll prepared, int count) {
        long now = System.nanoTime();
        events = 0;
        for (int i = 0; i < count; i++) {
            Subscription subscription = subscriptions[i];
            int revents = subscription.slot == 0 ? 0 : prepared.revents(subscription.slot);
            boolean isOver = subscription.deadline != NEVER && subscription.deadline <= now;
            if (subscription.isReady || isOver || revents != 0) {
                int at = out + events++ * EVENT_BYTES;
                memory.putLong(at, subscription.userdata);
                memory.putLong(at + 8, 0);
                boolean isGone = (revents & Poll.POLLNVAL) != 0;
                Errno error = isGone ? Errno.BADF : subscription.error;
                memory.putShort(at + 8, (short) error.code());
                memory.putByte(at + 10, (byte) subscription.type);
                boolean isHangup = (revents & (Poll.POLLHUP | Poll.POLLRDHUP | Poll.POLLERR)) != 0;
                memory.putLong(at + 16, error == Errno.SUCCESS ? readyBytes(subscription) : 0);
                memory.putLong(at + 24, isHangup ? HANGUP : 0);
            }
            subscription.fd = null;
        }
    }

    /// How many bytes can be read or written, as far as the kernel says.
    private long readyBytes(Subscription subscription) {
        FileDescriptor fd = subscription.fd;
        if (fd == null) {
            return 0;
        }
        if (subscription.type == FD_WRITE) {
            return 1; // at least
        }
        if (fd instanceof FileOnDisk) {
            long offset = io.jwasm.linux.fs.FileCalls.lseek(fd.hostFd(), 0, 1);
            long size =
                    state.paths().statx(fd.hostFd()) == 0 ? state.paths().status().sizeBytes() : 0;
            return Math.max(0, size - Math.max(0, offset));
        }
        return Math.max(0, state.io().buffer().available(fd.hostFd()));
    }

    @Override
    public void close() {
        closePoll();
        state.budget().release((long) subscriptions.length * SUBSCRIPTION_BYTES);
        subscriptions = new Subscription[0];
    }

    private void closePoll() {
        Poll current = poll;
        poll = null;
        if (current != null) {
            current.close();
        }
    }
}
