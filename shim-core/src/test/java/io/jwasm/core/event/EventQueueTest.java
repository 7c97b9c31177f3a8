package io.jwasm.core.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.jwasm.api.error.ShimException;
import io.jwasm.api.event.TaskEvent;
import io.jwasm.api.task.ContainerId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class EventQueueTest {

    private static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Backoff SHORT = new Backoff(Duration.ofMillis(1), Duration.ofMillis(2));

    private static TaskEvent event(int number) {
        return new TaskEvent.Started(new ContainerId("c"), number);
    }

    private static int number(TimedEvent event) {
        return ((TaskEvent.Started) event.event()).pid();
    }

    /// Fails as often as the test says, then delivers.
    private static class ScriptedForwarder implements EventForwarder {
        final LinkedBlockingQueue<RuntimeException> failures = new LinkedBlockingQueue<>();
        final LinkedBlockingQueue<TimedEvent> delivered = new LinkedBlockingQueue<>();

        @Override
        public void forward(TimedEvent event) throws InterruptedException {
            RuntimeException failure = failures.poll();
            if (failure != null) {
                throw failure;
            }
            delivered.add(event);
        }

        @Override
        public void close() {}

        List<Integer> numbers() {
            return delivered.stream().map(EventQueueTest::number).toList();
        }
    }

    private final ScriptedForwarder forwarder = new ScriptedForwarder();

    @Test
    void eventsArriveInOrderAndStamped() throws Exception {
        try (EventQueue queue = new EventQueue(forwarder, () -> NOW, SHORT)) {
            queue.publish(event(1));
            queue.publish(event(2));
            assertThat(queue.drain(LIMIT)).isTrue();
        }

        assertThat(forwarder.delivered)
                .containsExactly(new TimedEvent(event(1), NOW), new TimedEvent(event(2), NOW));
    }

    @Test
    void nothingOvertakesAnEventWhileContainerdIsAway() throws Exception {
        for (int i = 0; i < 12; i++) {
            forwarder.failures.add(new ShimException.Unavailable("containerd is away"));
        }
        try (EventQueue queue = new EventQueue(forwarder, () -> NOW, SHORT)) {
            queue.publish(event(1));
            queue.publish(event(2));
            assertThat(queue.drain(LIMIT)).isTrue();
        }

        assertThat(forwarder.numbers()).containsExactly(1, 2);
    }

    @Test
    void aRefusedEventIsGivenUpAfterSomeTries() throws Exception {
        for (int i = 0; i < EventQueue.MAX_REFUSALS; i++) {
            forwarder.failures.add(new ShimException.InvalidArgument("no such event"));
        }
        try (EventQueue queue = new EventQueue(forwarder, () -> NOW, SHORT)) {
            queue.publish(event(1));
            queue.publish(event(2));
            assertThat(queue.drain(LIMIT)).isTrue();
        }

        assertThat(forwarder.numbers()).containsExactly(2);
    }

    @Test
    void theOldestEventsGoWhenTheQueueIsFull() throws Exception {
        CountDownLatch isAway = new CountDownLatch(1);
        CountDownLatch isBack = new CountDownLatch(1);
        List<Integer> delivered = new ArrayList<>();
        EventForwarder away =
                new EventForwarder() {
                    @Override
                    public void forward(TimedEvent event) throws InterruptedException {
                        isAway.countDown();
                        isBack.await();
                        delivered.add(number(event));
                    }

                    @Override
                    public void close() {}
                };
        try (EventQueue queue = new EventQueue(away, () -> NOW, SHORT)) {
            queue.publish(event(0));
            assertThat(isAway.await(60, TimeUnit.SECONDS)).isTrue();
            for (int i = 1; i <= EventQueue.CAPACITY + 9; i++) {
                queue.publish(event(i));
            }
            isBack.countDown();
            assertThat(queue.drain(LIMIT)).isTrue();
        }

        // Event 0 was on its way; 1 to 9 had to go.
        assertThat(delivered)
                .hasSize(EventQueue.CAPACITY + 1)
                .startsWith(0, 10, 11)
                .endsWith(EventQueue.CAPACITY + 9);
    }

    @Test
    void closingDoesNotWaitForContainerd() {
        EventForwarder never =
                new EventForwarder() {
                    @Override
                    public void forward(TimedEvent event) {
                        throw new ShimException.Unavailable("containerd is away");
                    }

                    @Override
                    public void close() {}
                };
        EventQueue queue =
                new EventQueue(
                        never, () -> NOW, new Backoff(Duration.ofHours(1), Duration.ofHours(1)));
        queue.publish(event(1));

        queue.close();

        assertThat(forwarder.delivered).isEmpty();
    }
}
