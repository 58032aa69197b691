package com.turnstile.dao;

import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.TypedQuery;
import java.util.List;
import java.util.Optional;

/**
 * What every DAO can do. Thread-safe as session beans are: the container hands each call its own.
 */
public abstract class GenericDao<T> {

  @PersistenceContext(unitName = "turnstile")
  protected EntityManager em;

  private final Class<T> type;

  protected GenericDao(Class<T> type) {
    this.type = type;
  }

  public Optional<T> findById(Long id) {
    return first(
        query("select e from " + type.getSimpleName() + " e where e.id = :id")
            .setParameter("id", id));
  }

  public void persist(T entity) {
    em.persist(entity);
  }

  public void flush() {
    em.flush();
  }

  protected TypedQuery<T> query(String jpql) {
    return em.createQuery(jpql, type);
  }

  protected static <R> Optional<R> first(TypedQuery<R> query) {
    List<R> found = query.getResultList();
    return found.isEmpty() ? Optional.empty() : Optional.of(found.get(0));
  }
}
