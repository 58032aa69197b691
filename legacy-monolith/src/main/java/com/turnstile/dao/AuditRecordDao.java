package com.turnstile.dao;

import com.turnstile.entity.AuditRecord;
import jakarta.ejb.Stateless;

/** Audit records. Thread-safe, as a stateless bean. */
@Stateless
public class AuditRecordDao extends GenericDao<AuditRecord> {

  public AuditRecordDao() {
    super(AuditRecord.class);
  }
}
