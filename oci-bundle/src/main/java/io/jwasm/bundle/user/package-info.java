/// Users of a container by name, as the account files in its root file system have them.
///
/// May use [io.jwasm.bundle.error] and [io.jwasm.linux]. Start reading at
/// [io.jwasm.bundle.user.UserDatabase].
@NullMarked
package io.jwasm.bundle.user;

import org.jspecify.annotations.NullMarked;
