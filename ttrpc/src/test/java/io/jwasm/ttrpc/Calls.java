package io.jwasm.ttrpc;

import com.google.protobuf.StringValue;
import io.jwasm.ttrpc.client.CallOptions;
import io.jwasm.ttrpc.client.RpcMethod;
import io.jwasm.ttrpc.client.TtrpcClient;
import io.jwasm.ttrpc.server.ServiceDefinition;

/// Names and messages that the tests share: service `test.Echo`, text in and out.
final class Calls {

    static final String SERVICE = "test.Echo";

    private Calls() {}

    static RpcMethod<StringValue> method(String name) {
        return new RpcMethod<>(SERVICE, name, StringValue.parser());
    }

    static ServiceDefinition.Builder service() {
        return ServiceDefinition.builder(SERVICE);
    }

    static StringValue text(String text) {
        return StringValue.of(text);
    }

    static String call(TtrpcClient client, String method, String request)
            throws InterruptedException {
        return client.call(method(method), text(request), CallOptions.NONE).getValue();
    }
}
