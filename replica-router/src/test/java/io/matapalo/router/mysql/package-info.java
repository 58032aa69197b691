/** What the tests on real MySQL servers share; they need Debian unstable, and are all deep. */
@NullMarked
package io.matapalo.router.mysql;

import org.jspecify.annotations.NullMarked;
