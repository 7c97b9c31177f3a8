/// Control groups as directories: which hierarchies the host has, and the place of one container's
/// anchor in them.
///
/// Limits are not set here: a thread of the JVM in a group with a quota would be stopped away from
/// a safepoint, and the whole JVM with it. May use [io.jwasm.linux.fs] and [io.jwasm.linux.io].
/// Start reading at [io.jwasm.linux.cgroup.CgroupHost].
@NullMarked
package io.jwasm.linux.cgroup;

import org.jspecify.annotations.NullMarked;
