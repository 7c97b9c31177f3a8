package io.jwasm.core.hook;

import io.jwasm.bundle.spec.ContainerState;
import io.jwasm.bundle.spec.Hook;
import io.jwasm.bundle.spec.Hooks;
import java.util.List;

/// A point of the life cycle at which hooks run.
enum Stage {
    PRESTART("prestart", ContainerState.Status.CREATING),
    CREATE_RUNTIME("createRuntime", ContainerState.Status.CREATING),
    CREATE_CONTAINER("createContainer", ContainerState.Status.CREATING),
    START_CONTAINER("startContainer", ContainerState.Status.CREATED),
    POSTSTART("poststart", ContainerState.Status.RUNNING),
    POSTSTOP("poststop", ContainerState.Status.STOPPED);

    private final String name;
    private final ContainerState.Status status;

    Stage(String name, ContainerState.Status status) {
        this.name = name;
        this.status = status;
    }

    /// The container's status that the stage's hooks are told.
    ContainerState.Status status() {
        return status;
    }

    List<Hook> of(Hooks hooks) {
        return switch (this) {
            case PRESTART -> hooks.prestart();
            case CREATE_RUNTIME -> hooks.createRuntime();
            case CREATE_CONTAINER -> hooks.createContainer();
            case START_CONTAINER -> hooks.startContainer();
            case POSTSTART -> hooks.poststart();
            case POSTSTOP -> hooks.poststop();
        };
    }

    /// The name that config.json has for it.
    @Override
    public String toString() {
        return name;
    }
}
