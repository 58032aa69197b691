/** API. Audit records: who did what, under which request id. */
@NullMarked
package io.matapalo.fastpath.audit;

import org.jspecify.annotations.NullMarked;
