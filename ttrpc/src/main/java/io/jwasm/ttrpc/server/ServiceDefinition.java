package io.jwasm.ttrpc.server;

import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A service's name and the handlers of its methods. Needs no descriptors, which cost a starting
/// JVM tens of milliseconds. Immutable.
public final class ServiceDefinition {

    private final String name;
    private final Map<String, Method> methods;

    private ServiceDefinition(String name, Map<String, Method> methods) {
        this.name = name;
        this.methods = methods;
    }

    /// Starts a definition.
    ///
    /// @param name full name of the protobuf service, such as `containerd.task.v2.Task`
    /// @return a builder without methods
    public static Builder builder(String name) {
        return new Builder(name);
    }

    /// Returns the full name of the service.
    ///
    /// @return the name
    public String name() {
        return name;
    }

    /// Returns the same methods under another name, for services that differ in nothing else.
    ///
    /// @param otherName full name of the other service
    /// @return the other service
    public ServiceDefinition named(String otherName) {
        return new ServiceDefinition(otherName, methods);
    }

    @Nullable Method method(String method) {
        return methods.get(method);
    }

    /// Collects methods. Confined to one thread.
    public static final class Builder {

        private final String name;
        private final Map<String, Method> methods = new HashMap<>();

        private Builder(String name) {
            this.name = name;
        }

        /// Adds a method with one request and one response. Its thread is interrupted when the call
        /// is cancelled.
        ///
        /// @param <Q> the request
        /// @param <R> the response
        /// @param method name of the method
        /// @param parser parses the request
        /// @param handler serves the calls
        /// @return this
        public <Q extends MessageLite, R extends MessageLite> Builder unary(
                String method, Parser<Q> parser, UnaryHandler<Q, R> handler) {
            return add(method, new Method.Unary<>(parser, handler, true));
        }

        /// Adds a method with one request and one response whose thread is never interrupted: what
        /// it has begun, it finishes, whether or not the caller still waits.
        ///
        /// @param <Q> the request
        /// @param <R> the response
        /// @param method name of the method
        /// @param parser parses the request
        /// @param handler serves the calls
        /// @return this
        public <Q extends MessageLite, R extends MessageLite> Builder unaryToTheEnd(
                String method, Parser<Q> parser, UnaryHandler<Q, R> handler) {
            return add(method, new Method.Unary<>(parser, handler, false));
        }

        /// Adds a method with a stream of requests and one response.
        ///
        /// @param <Q> the requests
        /// @param <R> the response
        /// @param method name of the method
        /// @param parser parses the requests
        /// @param handler serves the calls
        /// @return this
        public <Q extends MessageLite, R extends MessageLite> Builder clientStream(
                String method, Parser<Q> parser, ClientStreamHandler<Q, R> handler) {
            return add(method, new Method.ClientStream<>(parser, handler));
        }

        /// Adds a method with one request and a stream of responses.
        ///
        /// @param <Q> the request
        /// @param <R> the responses
        /// @param method name of the method
        /// @param parser parses the request
        /// @param handler serves the calls
        /// @return this
        public <Q extends MessageLite, R extends MessageLite> Builder serverStream(
                String method, Parser<Q> parser, ServerStreamHandler<Q, R> handler) {
            return add(method, new Method.ServerStream<>(parser, handler));
        }

        /// Adds a method with streams both ways.
        ///
        /// @param <Q> the requests
        /// @param <R> the responses
        /// @param method name of the method
        /// @param parser parses the requests
        /// @param handler serves the calls
        /// @return this
        public <Q extends MessageLite, R extends MessageLite> Builder bidiStream(
                String method, Parser<Q> parser, BidiStreamHandler<Q, R> handler) {
            return add(method, new Method.BidiStream<>(parser, handler));
        }

        private Builder add(String method, Method definition) {
            if (methods.putIfAbsent(method, definition) != null) {
                throw new IllegalArgumentException("method \"" + method + "\" is defined twice");
            }
            return this;
        }

        /// Returns the service.
        ///
        /// @return the service with the methods so far
        public ServiceDefinition build() {
            return new ServiceDefinition(name, new HashMap<>(methods));
        }
    }
}
