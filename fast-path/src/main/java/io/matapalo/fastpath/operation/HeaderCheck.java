package io.matapalo.fastpath.operation;

import io.matapalo.fastpath.pacing.Deadline;
import io.matapalo.fastpath.soap.HeaderBlock;
import java.util.List;
import java.util.Set;
import javax.xml.namespace.QName;

/** Looks at the header of each request before its operation sees the request. Thread-safe. */
public interface HeaderCheck {

  /** The blocks that it understands; requests with others pass if they need not be understood. */
  Set<QName> understood();

  /** Lets the request pass, or throws {@link NotAdmitted}. Blocks. */
  void check(List<HeaderBlock> header, Deadline deadline);
}
