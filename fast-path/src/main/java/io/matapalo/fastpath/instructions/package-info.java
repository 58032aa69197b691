/** API. The service Instructions: standing payments of customers. */
@NullMarked
package io.matapalo.fastpath.instructions;

import org.jspecify.annotations.NullMarked;
