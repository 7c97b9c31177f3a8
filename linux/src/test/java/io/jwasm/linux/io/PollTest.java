package io.jwasm.linux.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jwasm.linux.OpenFlags;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PollTest {

    @Test
    void eventWakesAWaiterOnAnotherThread() throws Exception {
        try (EventFd event = EventFd.create();
                Poll poll = new Poll(2)) {
            poll.set(1, event.number(), Poll.POLLIN);
            Thread signaller = Thread.ofPlatform().name("signaller").start(event::signal);
            assertThat(poll.await(2, Poll.INFINITE)).isEqualTo(1);
            signaller.join();
            assertThat(poll.revents(0)).isZero();
            assertThat(poll.revents(1)).isEqualTo(Poll.POLLIN);
            assertThat(event.drain()).isTrue();
            assertThat(event.drain()).isFalse();
            assertThat(poll.await(2, 0)).isZero();
        }
    }

    @Test
    void timeoutIsKeptInNanoseconds() throws Exception {
        try (Poll poll = new Poll(1)) {
            long start = System.nanoTime();
            assertThat(poll.await(1, TimeUnit.MILLISECONDS.toNanos(20))).isZero();
            assertThat(System.nanoTime() - start)
                    .isBetween(TimeUnit.MILLISECONDS.toNanos(20), TimeUnit.SECONDS.toNanos(60));
        }
    }

    @Test
    void goneReaderShowsAsAnErrorAndGoneWriterAsAHangUp() throws Exception {
        try (Pipe first = Descriptors.pipe(OpenFlags.O_NONBLOCK);
                Pipe second = Descriptors.pipe(OpenFlags.O_NONBLOCK);
                Poll poll = new Poll(2)) {
            poll.set(0, first.writeEnd().number(), Poll.POLLOUT);
            poll.set(1, second.readEnd().number(), Poll.POLLIN);
            assertThat(poll.await(2, 0)).isEqualTo(1);
            first.readEnd().close();
            second.writeEnd().close();
            assertThat(poll.await(2, 0)).isEqualTo(2);
            assertThat(poll.revents(0)).isEqualTo(Poll.POLLOUT | Poll.POLLERR);
            assertThat(poll.revents(1)).isEqualTo(Poll.POLLHUP);
        }
    }

    @Test
    void closedDescriptorIsReportedAsInvalid() throws Exception {
        EventFd event = EventFd.create();
        int number = event.number();
        event.close();
        event.signal();
        try (Poll poll = new Poll(1)) {
            poll.set(0, number, Poll.POLLIN);
            assertThat(poll.await(1, 0)).isEqualTo(1);
            assertThat(poll.revents(0)).isEqualTo(Poll.POLLNVAL);
        }
    }

    @Test
    void slotsBeyondTheCapacityAreRefused() {
        try (Poll poll = new Poll(1)) {
            assertThatThrownBy(() -> poll.set(1, 0, 0))
                    .isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> poll.await(2, 0))
                    .isInstanceOf(IndexOutOfBoundsException.class);
        }
    }
}
