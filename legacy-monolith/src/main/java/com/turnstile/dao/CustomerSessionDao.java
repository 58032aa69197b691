package com.turnstile.dao;

import com.turnstile.entity.CustomerSession;
import jakarta.ejb.Stateless;
import java.time.Instant;
import java.util.Optional;

/** Sessions. Thread-safe, as a stateless bean. */
@Stateless
public class CustomerSessionDao extends GenericDao<CustomerSession> {

  public CustomerSessionDao() {
    super(CustomerSession.class);
  }

  public Optional<CustomerSession> findByTokenHash(String tokenHash) {
    return first(
        query("select s from CustomerSession s where s.tokenHash = :hash")
            .setParameter("hash", tokenHash));
  }

  /** Prolongs a session that has not ended; says whether there was one. */
  public boolean touch(Long id, Instant now, Instant expiresAt) {
    return em.createQuery(
                "update CustomerSession s set s.lastUsedAt = :now, s.expiresAt = :expires"
                    + " where s.id = :id and s.expiresAt > :now")
            .setParameter("now", now)
            .setParameter("expires", expiresAt)
            .setParameter("id", id)
            .executeUpdate()
        == 1;
  }

  /** Says whether there was one. */
  public boolean delete(Long id) {
    return em.createQuery("delete from CustomerSession s where s.id = :id")
            .setParameter("id", id)
            .executeUpdate()
        == 1;
  }
}
