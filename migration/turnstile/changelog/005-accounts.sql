--liquibase formatted sql

-- Sessions, Customers and Instructions.
