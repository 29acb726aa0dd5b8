-- expect: unknown too_long
::again::
goto again
