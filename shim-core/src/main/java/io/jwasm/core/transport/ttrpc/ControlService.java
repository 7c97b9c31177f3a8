package io.jwasm.core.transport.ttrpc;

import io.jwasm.api.task.ContainerId;
import io.jwasm.api.task.DeletedProcess;
import io.jwasm.core.transport.TaskMessages;
import io.jwasm.proto.task.v2.DeleteRequest;
import io.jwasm.ttrpc.server.ServiceDefinition;
import java.util.function.Function;

/// The daemon's own service, for our launcher: `io.jwasm.v1.Control`. Its messages are those of the
/// task service, so that the launcher's answer to containerd is the bytes it got.
public final class ControlService {

    /// The service's name.
    public static final String NAME = "io.jwasm.v1.Control";

    /// Kills and removes a task whatever its state; takes and answers what Delete does.
    public static final String DROP = "Drop";

    private ControlService() {}

    /// Makes the service.
    ///
    /// @param drop kills and removes a container
    /// @return the service
    public static ServiceDefinition of(Function<ContainerId, DeletedProcess> drop) {
        return ServiceDefinition.builder(NAME)
                .unaryToTheEnd(
                        DROP,
                        DeleteRequest.parser(),
                        (request, _) ->
                                TaskMessages.deleted(drop.apply(new ContainerId(request.getId()))))
                .build();
    }
}
