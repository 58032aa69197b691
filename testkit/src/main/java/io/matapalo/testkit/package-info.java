/** API. The command line of the simulators, and on what something was measured. */
@NullMarked
package io.matapalo.testkit;

import org.jspecify.annotations.NullMarked;
