/** API. What every operation of the contract is made of, and how one is answered. */
@NullMarked
package io.matapalo.fastpath.operation;

import org.jspecify.annotations.NullMarked;
