package io.matapalo.perf.chain;

import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Requests of an operation that takes a reference and nothing else.
 *
 * @param field the reference's element
 * @param references what may be asked for
 */
record OneReferenceRequests(String service, String operation, String field, List<String> references)
    implements GoodRequests {

  OneReferenceRequests {
    references = List.copyOf(references);
  }

  @Override
  public XmlElement next(RandomGenerator random) {
    return XmlElement.of(operation, XmlElement.leaf(field, GoodRequests.one(references, random)));
  }
}
