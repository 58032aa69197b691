/**
 * Interior. The sub-commands of the command line, their options and what they print when they fail.
 */
@NullMarked
package io.matapalo.perf.launcher.commands;

import org.jspecify.annotations.NullMarked;
