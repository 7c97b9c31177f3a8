package io.jwasm.core.container;

import static io.jwasm.core.container.Scene.ID;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jwasm.api.error.ShimException;
import io.jwasm.api.task.ContainerId;
import io.jwasm.api.task.ExitStatus;
import io.jwasm.api.task.Signal;
import io.jwasm.api.task.TaskStatus;
import io.jwasm.api.task.TerminalSize;
import io.jwasm.core.workload.Ending;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ContainersTest {

    private final Scene scene = new Scene();
    private final Containers containers = scene.containers;

    @Test
    void createAnswersThePidOfTheAnchorAndPutsItOnRecord() {
        int pid = containers.create(Scene.request());

        assertThat(pid).isEqualTo(FakeWorkload.ANCHOR.pid());
        assertThat(scene.record().anchor()).isEqualTo(FakeWorkload.ANCHOR);
        assertThat(containers.state(ID).status()).isEqualTo(TaskStatus.CREATED);
    }

    @Test
    void aSecondCreateOfTheSameIdIsRejected() {
        containers.create(Scene.request());

        assertThatThrownBy(() -> containers.create(Scene.request()))
                .isInstanceOf(ShimException.AlreadyExists.class)
                .hasMessage("container \"redis\": already exists");
    }

    @Test
    void aFailedCreateLeavesNothing() {
        scene.workload.faultOnPrepare = Optional.of(new ShimException.InvalidArgument("bad"));

        assertThatThrownBy(() -> containers.create(Scene.request())).hasMessage("bad");

        assertThat(scene.workload.calls).containsExactly("prepare", "close", "forget");
        assertThat(scene.records).isEmpty();
        assertThat(scene.events).isEmpty();
        assertThat(containers.closeWhenIdle(Duration.ZERO)).isZero();
    }

    @Test
    void aFailureRightAfterTheStartIsToldAndEndsTheContainer() throws Exception {
        scene.workload.faultAfterStart = Optional.of(new ShimException.NotFound("poststart"));
        containers.create(Scene.request());

        assertThatThrownBy(() -> containers.start(ID)).hasMessage("poststart");

        assertThat(containers.await(ID).code()).isEqualTo(Signal.SIGKILL.exitCode());
    }

    @Test
    void aWholeLifePublishesItsEventsInOrder() throws Exception {
        containers.create(Scene.request());
        containers.start(ID);
        scene.workload.ending.complete(new Ending.Exited(3));

        assertThat(containers.await(ID)).isEqualTo(new ExitStatus(3, Scene.NOW));
        assertThat(containers.delete(ID).exit().code()).isEqualTo(3);
        assertThat(scene.topics())
                .containsExactly("/tasks/create", "/tasks/start", "/tasks/exit", "/tasks/delete");
    }

    @Test
    void outputsEndBeforeTheExitIsToldAndTheRestIsGivenBackAfterwards() throws Exception {
        containers.create(Scene.request());
        containers.start(ID);
        scene.workload.ending.complete(new Ending.Exited(0));
        containers.await(ID);

        containers.delete(ID);

        assertThat(scene.workload.calls)
                .containsExactly(
                        "prepare",
                        "confine",
                        "run",
                        "drainOutputs",
                        "closeOutputs",
                        "close",
                        "forget");
        assertThat(scene.records).isEmpty();
    }

    @Test
    void theExitIsOnRecordWhenWaitAnswers() throws Exception {
        containers.create(Scene.request());
        containers.start(ID);
        scene.workload.ending.complete(new Ending.Exited(7));

        ExitStatus exit = containers.await(ID);

        assertThat(scene.record().exit()).contains(exit);
    }

    @Test
    void aSignalEndsARunningGuestWithItsCode() throws Exception {
        containers.create(Scene.request());
        containers.start(ID);

        containers.kill(ID, Signal.SIGTERM);

        assertThat(containers.await(ID).code()).isEqualTo(143);
    }

    @Test
    void theFirstFatalSignalDecidesTheCode() throws Exception {
        containers.create(Scene.request());
        containers.kill(ID, Signal.SIGTERM);
        try {
            containers.kill(ID, Signal.SIGKILL);
        } catch (ShimException.NotFound _) {
            // It may have ended already.
        }

        assertThat(containers.await(ID).code()).isEqualTo(143);
    }

    @Test
    void aCreatedContainerIsEndedByASignalWithoutHavingRun() throws Exception {
        containers.create(Scene.request());

        containers.kill(ID, Signal.SIGKILL);

        assertThat(containers.await(ID).code()).isEqualTo(137);
        assertThat(scene.workload.calls).doesNotContain("run");
        assertThat(scene.topics()).containsExactly("/tasks/create", "/tasks/exit");
    }

    @Test
    void aKilledContainerCannotBeStarted() {
        containers.create(Scene.request());
        containers.kill(ID, Signal.SIGKILL);

        assertThatThrownBy(() -> containers.start(ID))
                .isInstanceOf(ShimException.FailedPrecondition.class);
    }

    @Test
    void signalsThatHoldAndLetGoReachTheGuestAndLeaveTheStateAlone() {
        containers.create(Scene.request());
        containers.start(ID);

        containers.kill(ID, new Signal(19));
        containers.kill(ID, new Signal(18));

        assertThat(scene.workload.calls).contains("hold SIGNAL", "release SIGNAL");
        assertThat(containers.state(ID).status()).isEqualTo(TaskStatus.RUNNING);
    }

    @Test
    void pauseAndResumeShowInTheStateAndInEvents() {
        containers.create(Scene.request());
        containers.start(ID);

        containers.pause(ID);
        assertThat(containers.state(ID).status()).isEqualTo(TaskStatus.PAUSED);
        assertThatThrownBy(() -> containers.pause(ID))
                .isInstanceOf(ShimException.FailedPrecondition.class);
        containers.resume(ID);
        assertThat(containers.state(ID).status()).isEqualTo(TaskStatus.RUNNING);

        assertThat(scene.workload.calls).contains("hold PAUSE", "release PAUSE");
        assertThat(scene.topics()).endsWith("/tasks/paused", "/tasks/resumed");
    }

    @Test
    void aPausedGuestIsKilled() throws Exception {
        containers.create(Scene.request());
        containers.start(ID);
        containers.pause(ID);

        containers.kill(ID, Signal.SIGKILL);

        assertThat(containers.await(ID).code()).isEqualTo(137);
        assertThat(containers.state(ID).status()).isEqualTo(TaskStatus.STOPPED);
    }

    @Test
    void figuresAreThereBeforeTheStartAndAfterTheEnd() throws Exception {
        containers.create(Scene.request());
        assertThat(containers.stats(ID).processes().current()).isEqualTo(1);
        containers.kill(ID, Signal.SIGKILL);
        containers.await(ID);

        assertThat(containers.stats(ID).processes().current()).isZero();
    }

    @Test
    void signalZeroOnlyTests() {
        containers.create(Scene.request());
        containers.start(ID);

        containers.kill(ID, new Signal(0));

        assertThat(scene.workload.calls).doesNotContain("stop");
    }

    @Test
    void theDeathOfTheAnchorIsTheDeathOfTheGuest() throws Exception {
        containers.create(Scene.request());
        containers.start(ID);

        scene.workload.endAnchor(Signal.SIGKILL);

        assertThat(containers.await(ID).code()).isEqualTo(137);
    }

    @Test
    void aKeyOfTheTerminalEndsTheGuestWithItsSignal() throws Exception {
        containers.create(Scene.request());
        containers.start(ID);

        scene.workload.endAnchor(new Signal(2));

        assertThat(containers.await(ID).code()).isEqualTo(130);
    }

    @Test
    void theTerminalIsResizedUntilDelete() throws Exception {
        containers.create(Scene.request());
        containers.resize(ID, new TerminalSize(80, 24));
        containers.start(ID);
        containers.kill(ID, Signal.SIGKILL);
        containers.await(ID);
        containers.resize(ID, new TerminalSize(120, 40));
        containers.delete(ID);

        assertThatThrownBy(() -> containers.resize(ID, new TerminalSize(80, 24)))
                .isInstanceOf(ShimException.NotFound.class);
        assertThat(scene.workload.calls).contains("resize 80x24", "resize 120x40");
    }

    @Test
    void outOfMemoryIsToldBeforeTheExit() throws Exception {
        containers.create(Scene.request());
        containers.start(ID);
        scene.workload.ending.complete(new Ending.OutOfMemory());

        assertThat(containers.await(ID).code()).isEqualTo(137);
        assertThat(scene.topics()).endsWith("/tasks/oom", "/tasks/exit");
    }

    @Test
    void aCreatedContainerIsDeletedAsIfKilled() {
        containers.create(Scene.request());

        assertThat(containers.delete(ID).exit().code()).isEqualTo(137);
        assertThat(scene.topics()).containsExactly("/tasks/create", "/tasks/exit", "/tasks/delete");
    }

    @Test
    void dropRemovesARunningContainer() {
        containers.create(Scene.request());
        containers.start(ID);

        assertThat(containers.drop(ID).exit().code()).isEqualTo(137);
        assertThat(scene.records).isEmpty();
    }

    @Test
    void theIdIsFreeAfterDelete() {
        containers.create(Scene.request());
        containers.delete(ID);

        assertThat(containers.create(Scene.request())).isPositive();
    }

    @Test
    void aPidIsKnownFromCreateToDelete() {
        assertThat(containers.pid(ID)).isZero();
        containers.create(Scene.request());
        assertThat(containers.pids(ID)).containsExactly(FakeWorkload.ANCHOR.pid());
        containers.delete(ID);
        assertThat(containers.pid(ID)).isZero();
    }

    @Test
    void shutDownKillsAndRemovesAllAndTakesNoMore() throws Exception {
        containers.create(Scene.request());
        containers.start(ID);

        containers.shutDown(Duration.ofSeconds(20));

        assertThat(scene.topics()).endsWith("/tasks/exit", "/tasks/delete");
        assertThatThrownBy(() -> containers.create(Scene.request()))
                .isInstanceOf(ShimException.Unavailable.class);
    }

    @Test
    void itIsIdleOnlyAfterTheLingerWithoutContainers() {
        Duration linger = Duration.ofMinutes(10);
        containers.create(Scene.request());
        scene.clock.advance(Duration.ofHours(1));
        assertThat(containers.closeWhenIdle(linger)).isEqualTo(linger);

        containers.delete(ID);
        scene.clock.advance(Duration.ofMinutes(4));
        assertThat(containers.closeWhenIdle(linger)).isEqualTo(Duration.ofMinutes(6));
    }

    @Test
    void itIsNotIdleWithAContainerHoweverShortTheLinger() {
        containers.create(Scene.request());

        assertThat(containers.closeWhenIdle(Duration.ZERO)).isPositive();

        containers.delete(ID);
        assertThat(containers.closeWhenIdle(Duration.ZERO)).isZero();
    }

    @Test
    void onceIdleItTakesNoContainerUntilReopened() {
        assertThat(containers.closeWhenIdle(Duration.ZERO)).isZero();
        assertThatThrownBy(() -> containers.create(Scene.request()))
                .isInstanceOf(ShimException.Unavailable.class);

        containers.reopen();

        assertThat(containers.create(Scene.request())).isPositive();
    }

    @Test
    void anUnknownIdIsNamed() {
        assertThatThrownBy(() -> containers.state(new ContainerId("nobody")))
                .isInstanceOf(ShimException.NotFound.class)
                .hasMessage("container \"nobody\": no such container");
    }
}
