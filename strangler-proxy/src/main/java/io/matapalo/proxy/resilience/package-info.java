/**
 * Interior. Bounds on harm: admission to clusters with its fixed or adaptive limit, the circuit
 * breaker, whose fault a failed connection is, and the pace of log lines. No thread of its own.
 *
 * <p>The breaker is not that of Resilience4j, and the limit not that of concurrency-limits. Both
 * allocate for each answer: a snapshot or sample of the window, and a listener. Here an answer
 * costs a compare-and-set where there is a breaker, an uncontended lock where there is such a
 * limit, and nothing where there is neither. Nor do those libraries know the period in which a
 * request was sent, or the queue with priorities that this limit moves.
 */
@NullMarked
package io.matapalo.proxy.resilience;

import org.jspecify.annotations.NullMarked;
