/** Real local servers, vendor simulators and house rules for tests and for started stacks. */
@NullMarked
package io.matapalo.testkit;

import org.jspecify.annotations.NullMarked;
