package io.jwasm.core.container;

import static org.assertj.core.api.Assertions.assertThat;

import io.jwasm.core.container.LifeCycle.Call;
import io.jwasm.core.container.LifeCycle.Verdict;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LifeCycleTest {

    @ParameterizedTest(name = "{1} in state {0}: {2} {3}")
    @CsvSource({
        "CREATING, LOOK,        Absent,",
        "CREATING, START,       Absent,",
        "CREATING, KILL,        Absent,",
        "CREATING, CLOSE_STDIN, Absent,",
        "CREATING, RESIZE,      Absent,",
        "CREATING, DELETE,      Absent,",
        "CREATED,  LOOK,        Legal,",
        "CREATED,  START,       Legal,",
        "CREATED,  KILL,        Legal,",
        "CREATED,  PAUSE,       Refused, task is not running",
        "CREATED,  RESUME,      Refused, task is not running",
        "CREATED,  UPDATE,      Legal,",
        "CREATED,  CLOSE_STDIN, Legal,",
        "CREATED,  RESIZE,      Legal,",
        "CREATED,  DELETE,      Legal,",
        "RUNNING,  LOOK,        Legal,",
        "RUNNING,  START,       Refused, task is already running",
        "RUNNING,  KILL,        Legal,",
        "RUNNING,  PAUSE,       Legal,",
        "RUNNING,  RESUME,      Refused, task is not paused",
        "RUNNING,  UPDATE,      Legal,",
        "RUNNING,  CLOSE_STDIN, Legal,",
        "RUNNING,  RESIZE,      Legal,",
        "RUNNING,  DELETE,      Refused, task is running",
        "PAUSED,   LOOK,        Legal,",
        "PAUSED,   START,       Refused, task is paused",
        "PAUSED,   KILL,        Legal,",
        "PAUSED,   PAUSE,       Refused, task is paused",
        "PAUSED,   RESUME,      Legal,",
        "PAUSED,   UPDATE,      Legal,",
        "PAUSED,   CLOSE_STDIN, Legal,",
        "PAUSED,   RESIZE,      Legal,",
        "PAUSED,   DELETE,      Refused, task is paused",
        "STOPPED,  LOOK,        Legal,",
        "STOPPED,  PAUSE,       Refused, task has already stopped",
        "STOPPED,  RESUME,      Refused, task has already stopped",
        "STOPPED,  UPDATE,      Gone,    process has already ended",
        "STOPPED,  START,       Refused, task has already stopped",
        "STOPPED,  KILL,        Gone,    process has already ended",
        "STOPPED,  CLOSE_STDIN, Legal,",
        "STOPPED,  RESIZE,      Legal,",
        "STOPPED,  DELETE,      Legal,",
        "DELETED,  LOOK,        Absent,",
        "DELETED,  START,       Absent,",
        "DELETED,  KILL,        Absent,",
        "DELETED,  CLOSE_STDIN, Absent,",
        "DELETED,  RESIZE,      Absent,",
        "DELETED,  DELETE,      Absent,",
    })
    void eachCallIsJudgedInEachState(LifeCycle state, Call call, String kind, String why) {
        Verdict verdict = state.verdict(call);

        assertThat(verdict.getClass().getSimpleName()).isEqualTo(kind);
        String told =
                switch (verdict) {
                    case Verdict.Legal _, Verdict.Absent _ -> null;
                    case Verdict.Gone(String text) -> text;
                    case Verdict.Refused(String text) -> text;
                };
        assertThat(told).isEqualTo(why);
    }
}
